"""The journal window: the list of calls, what can be done with one, and the foot that says how things stand."""
