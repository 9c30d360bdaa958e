"""The schedule side of Dateline: the steps of `spiders` and `pipelines` as Dagster assets. It holds no logic."""
