"""When people can meet: working hours, what takes their time, and the starts that remain."""
