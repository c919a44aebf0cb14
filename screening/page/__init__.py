"""What the clinician's pages show, put together from rows: reads only, no markup."""
