"""Parts of the job `link`."""
