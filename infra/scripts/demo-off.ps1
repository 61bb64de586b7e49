# Ends the demo: deletes its server, which holds nothing but made-up data, and its groups, and takes it out of the app's sources.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$server = azd env get-value DEMO_SERVER 2>$null
if ($LASTEXITCODE) { $server = '' }
azd env set DEMO false
if ($server) {
  az resource delete --resource-group (azd env get-value AZURE_RESOURCE_GROUP) --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name $server --output none
  if ($LASTEXITCODE) { exit $LASTEXITCODE }
}
# Without its groups, nobody reads the demo's wiki.
$environment = azd env get-value AZURE_ENV_NAME 2>$null
foreach ($group in 'employees', 'hr', 'sales') {
  $title = "Onbehalf demo $environment $group"
  $id = az ad group list --filter "displayName eq '$title'" --query '[0].id' --output tsv
  if ($id) {
    az ad group delete --group $id
    if ($LASTEXITCODE) { Write-Output "The group $title is still there." }
  }
}
azd provision
exit $LASTEXITCODE
