# args: {script} -b sub/y.zeek
# @DIR and @FILENAME are of the file that they stand in.
print @FILENAME;
print @DIR[-4:] == "/sub", |@DIR| > 0;
