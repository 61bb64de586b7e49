# Prints the remaining manual steps, after azd provision and on request. Changes nothing.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

# For values of the scripts that run just before: the environment of this process may hold older ones.
function Written([string] $name) {
  # azd prints its error where the value would be.
  $known = azd env get-value $name 2>$null
  if ($LASTEXITCODE) { '' } else { $known }
}
function Value([string] $name) {
  $known = [Environment]::GetEnvironmentVariable($name)
  if ($null -ne $known) { return $known }
  Written $name
}
$app = Value APP_URL
$client = Value ONBEHALF_CLIENT_ID
$principal = Value ONBEHALF_IDENTITY_PRINCIPAL_ID
$account = Value ONBEHALF_AUDIT_ACCOUNT

Write-Output @"

Onbehalf is provisioned: $app

Redirect URL for the identity provider:  $(Value SIGN_IN_REDIRECT_URL)
Slack, once the channel is used:         $(Value SLACK_EVENTS_URL)
                                         $(Value SLACK_INTERACTIVITY_URL)
"@

if ((Value ONBEHALF_AI) -eq 'create' -and (Written CHAT_DEPLOYED) -eq 'false') {
  Write-Output @"

The model $(Value CHAT_MODEL) is not deployed, so the agent cannot answer. Once there is quota (https://aka.ms/oai/quotaincrease):

  ./infra/scripts/deploy-model.ps1

For another model, capacity or region set AZURE_OPENAI_MODEL, AZURE_OPENAI_CAPACITY or AZURE_OPENAI_LOCATION, then: azd provision
"@
}

if ((Value DEMO_SERVER) -and (Written DEMO_FILLED) -eq 'false') {
  Write-Output @"

The demo company is not there yet. Try again:

  ./infra/scripts/demo.ps1
"@
}

if ((Value DEMO_SERVER) -and (Written DEMO_WIKI) -eq 'false') {
  Write-Output @"

The demo's wiki is not there yet. Try again, once the app is deployed:

  ./infra/scripts/demo-wiki.ps1
"@
}

if ((Value ONBEHALF_DIRECTORY_ACCESS_GRANTED) -ne 'true' -and $client) {
  Write-Output @"

The app may not read account state yet, so everybody is read-only at best. A Privileged Role Administrator runs once:

  `$graph = az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv
  @{ principalId = '$principal'; resourceId = `$graph; appRoleId = 'df021288-bdef-4463-88db-98f22de89214' } | ConvertTo-Json | Set-Content grant.json
  az rest --method POST --url 'https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments' --body '@grant.json'
"@
}

if ((Value ONBEHALF_ASSIGNMENT_REQUIRED) -eq 'true') {
  Write-Output @"

Only people and groups that are assigned can sign in, and they cannot consent for themselves. An Application Administrator assigns them to the
enterprise applications of $client and $(Value ONBEHALF_API_CLIENT_ID) (Entra admin center, Enterprise applications, Users and groups), and runs once:

  az ad app permission admin-consent --id $client
"@
}

if ((Value ONBEHALF_AI) -eq 'existing') {
  Write-Output @"

The app's identity needs a role on your Azure OpenAI resource. Its owner runs once:

  az role assignment create --assignee-object-id $principal --assignee-principal-type ServicePrincipal --role "Cognitive Services OpenAI User" --scope RESOURCE_ID
"@
}

if ((Value ONBEHALF_ANCHORS_LOCKED) -ne 'true') {
  Write-Output @"

The anchors of the audit cannot be changed, but their policy still can. For a permanent environment, lock it. A lock is irreversible:

  `$etag = az storage container immutability-policy show --account-name $account --container-name anchors --query etag --output tsv
  az storage container immutability-policy lock --account-name $account --container-name anchors --if-match `$etag
  azd env set ANCHORS_LOCKED true
"@
}

Write-Output @"

Once it is deployed: ./infra/scripts/smoke-test.ps1
Print these steps again: ./infra/scripts/next-steps.ps1
"@
