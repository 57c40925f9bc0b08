"""Floor 1: which day?  Notices, calendars, periods and clocks; this floor knows no law."""
