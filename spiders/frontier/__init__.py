"""The frontier: known URLs of a source, visits of tonight with their order, and the schedule of revisits."""
