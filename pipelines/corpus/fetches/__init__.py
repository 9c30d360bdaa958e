"""Landing copies the results of a night's crawls from the archive into the tables `fetches` and `links`."""
