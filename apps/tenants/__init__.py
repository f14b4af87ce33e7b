"""Agencies and their instances, the scope that every query carries, and the encrypted field."""
