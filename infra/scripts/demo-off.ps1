# Ends the demo: deletes its server, which holds nothing but made-up data, and takes it out of the app's sources.
$ErrorActionPreference = 'Stop'

$server = azd env get-value DEMO_SERVER 2>$null
if ($LASTEXITCODE) { $server = '' }
azd env set DEMO false
if ($server) {
  az resource delete --resource-group (azd env get-value AZURE_RESOURCE_GROUP) --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name $server --output none
  if ($LASTEXITCODE) { exit $LASTEXITCODE }
}
azd provision
exit $LASTEXITCODE
