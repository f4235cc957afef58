#!/bin/sh
# A second app registration, only for writing budgets, so that the one that reads can never write.
# Run it signed in as an administrator of this tenant:  sh app-registration-budgets.sh SUBSCRIPTION_ID
set -eu

SUBSCRIPTION="$1"
SCOPE="/subscriptions/$SUBSCRIPTION"

APP_ID=$(az ad app create --display-name "AI budgets" --sign-in-audience AzureADMyOrg --query appId -o tsv)
SP_ID=$(az ad sp create --id "$APP_ID" --query id -o tsv)
az role assignment create --assignee-object-id "$SP_ID" --assignee-principal-type ServicePrincipal \
  --role "Cost Management Contributor" --scope "$SCOPE"

echo "client_id: $APP_ID"
