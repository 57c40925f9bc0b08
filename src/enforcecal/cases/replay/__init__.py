"""The replay engine: a log read once, for the states it moves through and the clocks it starts.

`events` is the log, `plan` a procedure compiled for one calendar, `run` what a replay gives back.
`state` is where a replay stands and `clocks` which time runs; `environment` answers what conditions
ask of them.  `guards` judges an event before it happens, `timers` decides which clocks it starts,
ends and lengthens, `transitions` which regions it moves; `apply` puts an event through all three,
and `engine` a whole log.
"""
