"""Backups of a home: a folder of snapshots, made while crawls and builds run, and their restoration."""
