"""The replay engine: a log read once, for the states it moves through and the clocks it starts.

`events` is the log, `coverage` what its source has a place for, `plan` a procedure compiled for one
calendar, `run` what a replay gives back.  Two modules write what changes on the way: `state` holds
what has happened and where the regions stand, `clocks` which time runs, each clock a value of
`live`.  The others ask: `environment` answers what conditions ask of the two, `guards` judges an
event before it happens, `timers` decides which clocks it starts, lengthens, stops and ends,
`transitions` where it leads each region.
`apply` puts one event through all three, and `engine` a whole log.
"""
