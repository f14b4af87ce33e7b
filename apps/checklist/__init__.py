"""A resumable list of steps: states, moves, runner, live updates. It knows no particular step."""
