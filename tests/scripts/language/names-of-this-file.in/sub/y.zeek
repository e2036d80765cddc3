print @FILENAME, @DIR[-4:];
