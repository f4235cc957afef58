"""Pure judgement: facts, client and rules in; assessments out."""
