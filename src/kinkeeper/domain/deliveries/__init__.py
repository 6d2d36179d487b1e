"""What agencies and volunteers deliver: how a sender's files are read, what was taken back, what lies on the import desk."""
