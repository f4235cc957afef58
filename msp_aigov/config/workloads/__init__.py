"""What files, questionnaires and `--set` say of workloads."""
