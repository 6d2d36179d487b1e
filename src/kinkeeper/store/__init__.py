"""Django app: tables and migrations, nothing else."""
