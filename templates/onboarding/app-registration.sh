#!/bin/sh
# An app registration in your own tenant that may read AI accounts, filters, budgets, costs and metrics, and no more.
# Run it signed in as an administrator of this tenant:  sh app-registration.sh SUBSCRIPTION_ID
# It makes no secret: the provider sends you the federated credential or the certificate to add.
set -eu

SUBSCRIPTION="$1"
SCOPE="/subscriptions/$SUBSCRIPTION"

APP_ID=$(az ad app create --display-name "AI governance audit" --sign-in-audience AzureADMyOrg --query appId -o tsv)
SP_ID=$(az ad sp create --id "$APP_ID" --query id -o tsv)
az role assignment create --assignee-object-id "$SP_ID" --assignee-principal-type ServicePrincipal \
  --role "Reader" --scope "$SCOPE"
az role assignment create --assignee-object-id "$SP_ID" --assignee-principal-type ServicePrincipal \
  --role "Cost Management Reader" --scope "$SCOPE"
az role assignment create --assignee-object-id "$SP_ID" --assignee-principal-type ServicePrincipal \
  --role "Monitoring Reader" --scope "$SCOPE"

echo "Give these to your provider:"
az account show --subscription "$SUBSCRIPTION" --query "{tenant: tenantId, subscription: id}" -o json
echo "client_id: $APP_ID"
