##! Files that are extracted from what somebody sends do not fill the disk: each has 100 MB at most.
@load base/files/extract

redef FileExtract::default_limit = 104857600;
