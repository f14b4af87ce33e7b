"""The trainer's side: pages and verbs that change an org or make it misbehave. No real org has them."""
