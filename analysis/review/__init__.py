"""The fields the machine is least sure of, decided one after the other by planners, with a log that undoes."""
