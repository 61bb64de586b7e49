# Runs before azd creates anything: refuses what would fail half-way, and asks what only a person can answer.
# $env:SKIP_CHECKS = 'true' leaves out what is read from Azure and Entra.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Refuse([string] $why) { [Console]::Error.WriteLine("`n$why"); exit 1 }
function Note([string] $what) { Write-Output "- $what" }
function Keep([string] $name, [string] $value) {
  azd env set $name $value
  if ($LASTEXITCODE) { exit 1 }
}
function Lines { @($args[0] | Where-Object { $_ } | ForEach-Object { "$_".Trim() }) }
$isPerson = -not [Console]::IsInputRedirected -and -not $env:CI

$environment = "$env:AZURE_ENV_NAME"
$createsApp = if ($env:CREATE_ENTRA_APP) { $env:CREATE_ENTRA_APP } else { 'true' }
$grantsDirectory = if ($env:GRANT_DIRECTORY_ACCESS) { $env:GRANT_DIRECTORY_ACCESS } else { 'true' }
$ai = if ($env:AI) { $env:AI } else { 'create' }

# What the template refuses too, in more words.
if ($environment.EndsWith('.')) { Refuse "The environment's name ends in a dot, which Azure refuses at the end of a resource group's name. Choose another: azd env new NAME" }
if ($environment -notmatch '^[A-Za-z0-9._-]*$') { Refuse "The environment's name may have letters, digits, hyphens, underscores and dots. Choose another: azd env new NAME" }
if ($environment.Length -gt 64) { Refuse "The environment's name is longer than 64 characters. Choose another: azd env new NAME" }
if ($createsApp -ne 'true') {
  if (-not $env:ENTRA_CLIENT_ID -and -not $env:OTHER_ISSUERS) {
    Refuse "Nobody could sign in: CREATE_ENTRA_APP is false, and no identity provider is set.`nEither azd env set ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID to your own registrations, or OTHER_ISSUERS to another provider."
  }
  if ($env:ENTRA_CLIENT_ID -and -not $env:ENTRA_API_CLIENT_ID) { Refuse 'ENTRA_CLIENT_ID needs ENTRA_API_CLIENT_ID, the registration of the API.' }
  if ($env:ENTRA_CLIENT_ID -and $env:ENTRA_CLIENT_ID -eq $env:ENTRA_API_CLIENT_ID) {
    Refuse 'ENTRA_CLIENT_ID and ENTRA_API_CLIENT_ID must be two registrations: the app refuses a token that was made for the web client.'
  }
}
if ($ai -eq 'existing' -and (-not $env:AZURE_OPENAI_ENDPOINT -or -not $env:AZURE_OPENAI_DEPLOYMENT)) {
  Refuse 'AI=existing needs AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_DEPLOYMENT: the address of your Azure OpenAI resource and the name of its deployment.'
}
if ($env:FRONT_DOOR_ID -and -not $env:PUBLIC_ORIGIN) {
  Refuse 'FRONT_DOOR_ID needs PUBLIC_ORIGIN, the address of that Front Door: people would be sent to an address that refuses them.'
}
if ($env:FRONT_DOOR_ID -and $env:FRONT_DOOR -eq 'true') { Refuse 'FRONT_DOOR creates a Front Door, and FRONT_DOOR_ID names another: set one of them.' }
$demo = $env:DEMO -eq 'true'
if ($demo -and ($createsApp -ne 'true' -or $env:VNET_ENABLED -eq 'true')) { Refuse 'DEMO is for trying: it needs CREATE_ENTRA_APP, and a network without VNET_ENABLED.' }
# JSON that the template would only find broken half-way. A value of "list" is as it is, the others are in base64.
function CheckJson([string] $name, [string] $kind, [string[]] $members, [string[]] $refused) {
  $value = [Environment]::GetEnvironmentVariable($name)
  if (-not $value) { return }
  if ($kind -ne 'list') {
    try { $value = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($value)) } catch { Refuse "$name is not base64. It is made by: openssl base64 -A -in FILE" }
  }
  try { $read = ConvertFrom-Json $value -NoEnumerate } catch { Refuse "$name is not JSON." }
  if ($kind -in 'list', 'array') {
    if ($read -isnot [array]) { Refuse "$name is not a JSON list." }
    return
  }
  if ($read -isnot [Management.Automation.PSCustomObject]) { Refuse "$name is not a JSON object of names and texts." }
  if (@($read.PSObject.Properties | Where-Object { $_.Value -isnot [string] })) { Refuse "$name has a value that is not a text: each is written between quotes." }
  foreach ($member in $members) { if ($member -and -not $read.$member) { Refuse "$name lacks $member." } }
  foreach ($member in $refused) { if ($read.PSObject.Properties.Name -ccontains $member) { Refuse "$name has $member, which a Flex Consumption app refuses." } }
}
CheckJson DATA_SOURCES list
CheckJson OTHER_ISSUERS array
CheckJson IDENTITY_SIGNALS array
CheckJson CONNECTIONS array
if ($env:SLACK_TEAM) {
  if (-not $env:SLACK_CLIENT_ID -or -not $env:SLACK_SECRETS) { Refuse 'SLACK_TEAM needs SLACK_CLIENT_ID and SLACK_SECRETS: docs/slack.md has the commands.' }
  CheckJson SLACK_SECRETS texts signingSecret, botToken, clientSecret
}
CheckJson EXTRA_SETTINGS texts @() (Get-Content (Join-Path $PSScriptRoot '../flex-refused-settings.txt'))

if ($null -eq $env:ALERT_EMAIL -and $isPerson) {
  Keep ALERT_EMAIL (Read-Host 'Who is notified of alerts and of the budget? An e-mail address, or nothing for nobody')
}

$somewhere = if ($env:AZURE_LOCATION) { $env:AZURE_LOCATION } else { 'swedencentral' }
$month = [DateTime]::UtcNow.ToString('yyyy-MM-01')
if ($env:SKIP_CHECKS -eq 'true') {
  if (-not $env:BUDGET_START) { Keep BUDGET_START $month }
  if (-not $env:AZURE_OPENAI_LOCATION) { Keep AZURE_OPENAI_LOCATION $somewhere }
  exit 0
}

if (-not (Get-Command az -ErrorAction SilentlyContinue)) { Refuse 'The Azure CLI is missing: https://aka.ms/azure-cli' }
az account show --output none 2>$null
if ($LASTEXITCODE) { Refuse 'The Azure CLI is not signed in: az login' }
$subscription = if ($env:AZURE_SUBSCRIPTION_ID) { $env:AZURE_SUBSCRIPTION_ID } else { az account show --query id --output tsv }
$me = az ad signed-in-user show --query id --output tsv 2>$null

if ($env:AZURE_LOCATION) {
  $regions = Lines (az functionapp list-flexconsumption-locations --query '[].name' --output tsv 2>$null)
  if ($regions -and $regions -notcontains $env:AZURE_LOCATION) {
    Refuse "$env:AZURE_LOCATION does not offer Flex Consumption. Choose one of these by azd env set AZURE_LOCATION: $($regions -join ' ')"
  }
}

$group = "rg-$environment"
$place = az group show --name $group --subscription $subscription --query location --output tsv 2>$null
if ($place -and $env:AZURE_LOCATION -and $place -ne $env:AZURE_LOCATION) {
  Refuse "The resource group $group is in $place, and a group cannot move. Either azd env set AZURE_LOCATION $place, or azd down --purge first."
}

# A budget's first month cannot change while it exists, and must not be over when it is created.
$budget = "https://management.azure.com/subscriptions/$subscription/resourceGroups/$group/providers/Microsoft.Consumption/budgets/onbehalf"
$start = az rest --method GET --url "${budget}?api-version=2023-11-01" --query properties.timePeriod.startDate --output tsv 2>$null
$start = if ($start) { "$start".Substring(0, 10) } else { $month }
if ($env:BUDGET_START -ne $start) { Keep BUDGET_START $start }

if ($env:VNET_ENABLED -eq 'true' -and (az provider show --namespace Microsoft.App --query registrationState --output tsv 2>$null) -ne 'Registered') {
  Refuse 'VNET_ENABLED needs the provider Microsoft.App: az provider register --namespace Microsoft.App --wait'
}

if (-not $me) {
  Note 'Signed in as an application: its roles are not checked.'
}
else {
  $roles = Lines (az role assignment list --assignee $me --scope "/subscriptions/$subscription" --include-inherited --include-groups --query '[].roleDefinitionName' --output tsv 2>$null)
  if ($LASTEXITCODE) { Note "Your roles on subscription $subscription cannot be read: they are not checked." }
  elseif ($roles -notcontains 'Owner' -and -not ($roles -contains 'Contributor' -and $roles -contains 'User Access Administrator')) {
    Refuse "Your roles on subscription $subscription do not suffice: Owner is needed, or Contributor together with User Access Administrator.`nThe deployment assigns roles and defines two. A role that only a custom role or PIM gives you is not seen here: SKIP_CHECKS=true goes on."
  }

  $graph = 'https://graph.microsoft.com/v1.0'
  # Graph answers a cast of transitive members only with this header and this count.
  $duties = Lines (az rest --method GET --url "$graph/me/transitiveMemberOf/microsoft.graph.directoryRole?`$count=true" --headers ConsistencyLevel=eventual --query 'value[].displayName' --output tsv 2>$null)
  $knowsDuties = -not $LASTEXITCODE
  if (-not $knowsDuties) { Note 'Your roles in Entra cannot be read: they are not checked.' }
  function IsAdmin([string] $role) { -not $knowsDuties -or $duties -contains 'Global Administrator' -or $duties -contains $role }
  if ($createsApp -eq 'true' -and -not (IsAdmin 'Application Administrator') -and -not (IsAdmin 'Cloud Application Administrator')) {
    $ask = "Ask an Application Administrator for the two registrations`n(docs/deploy-tenant.md), then: azd env set CREATE_ENTRA_APP false"
    if ((az rest --method GET --url "$graph/me?`$select=userType" --query userType --output tsv 2>$null) -eq 'Guest') {
      Refuse "You are a guest of this tenant, and guests may not register applications. $ask"
    }
    if ((az rest --method GET --url "$graph/policies/authorizationPolicy" --query defaultUserRolePermissions.allowedToCreateApps --output tsv 2>$null) -eq 'false') {
      Refuse "This tenant lets only administrators register applications. $ask"
    }
  }
  if ($grantsDirectory -eq 'true' -and -not (IsAdmin 'Privileged Role Administrator')) {
    Refuse "GRANT_DIRECTORY_ACCESS needs a Privileged Role Administrator: the app may then read account state and groups.`nWithout: azd env set GRANT_DIRECTORY_ACCESS false. The next steps then print a command for such an administrator."
  }
}

if ($demo -or $env:DATABASE_SIGN_IN -eq 'true') {
  if ($me -and -not (IsAdmin 'Application Administrator') -and -not (IsAdmin 'Cloud Application Administrator')) {
    Refuse "DEMO and DATABASE_SIGN_IN need an Application Administrator, who consents for everybody that people's own sign-ins open databases."
  }
  # Azure's databases have their application in a tenant only once somebody asked for it.
  $databases = '123cd850-d9df-40bd-94d5-c9f07b7fa203'
  az ad sp show --id $databases --output none 2>$null
  if ($LASTEXITCODE) { az ad sp create --id $databases --output none 2>$null }
  if ($LASTEXITCODE) { Refuse "The tenant has no service principal of Azure OSSRDBMS Database. An Application Administrator runs once: az ad sp create --id $databases" }
}

if ($demo) {
  if (-not $me) { Refuse "DEMO needs a person who deploys: the server is filled with that person's own sign-in." }
  $admin = az ad signed-in-user show --query userPrincipalName --output tsv
  if ("$admin".Contains('#EXT#')) { Refuse 'You are a guest here, and DEMO needs a member of this tenant who deploys: a database knows guests under another name. Without: azd env set DEMO false' }
  if ($env:DEMO_ADMIN_ID -ne $me) { Keep DEMO_ADMIN_ID $me }
  if ($env:DEMO_ADMIN_NAME -ne $admin) { Keep DEMO_ADMIN_NAME $admin }
  function DemoPerson([string] $name, [string] $person, [string] $role) {
    if (-not $person -and $isPerson) {
      $person = Read-Host "Who is $role in the demo? The user name (name@domain) of somebody of this tenant other than you"
      $null = Keep $name $person
    }
    if (-not $person) { Refuse 'DEMO needs two people of this tenant: azd env set DEMO_ALICE and DEMO_BOB to their user names (name@domain). docs/deployment.md makes two.' }
    if ($person.Contains('#EXT#')) { Refuse "$person is a guest, and a database knows guests under another name. Name a member for $name." }
    $found = az ad user show --id $person --query id --output tsv 2>$null
    if (-not $found) { Refuse "$person, of $name, is not somebody of this tenant: azd env set $name NAME@DOMAIN" }
    if ($found -eq $me) { Refuse "$name cannot be you: who administers the demo's server may read all of it." }
    $found
  }
  $first = DemoPerson DEMO_ALICE $env:DEMO_ALICE 'Alice, who is in HR,'
  if ((DemoPerson DEMO_BOB $env:DEMO_BOB 'Bob, who sells in EMEA,') -eq $first) { Refuse 'DEMO_ALICE and DEMO_BOB must be two people: they see different answers.' }
}

# The model is deployed last and by itself, so a missing quota stops nothing.
if ($ai -ne 'create') {
  if (-not $env:AZURE_OPENAI_LOCATION) { Keep AZURE_OPENAI_LOCATION $somewhere }
}
elseif ($env:AZURE_LOCATION -or $env:AZURE_OPENAI_LOCATION) {
  $models = Get-Content (Join-Path $PSScriptRoot '../models.json') -Raw | ConvertFrom-Json
  $model = if ($env:AZURE_OPENAI_MODEL) { $env:AZURE_OPENAI_MODEL } else { $models.default }
  $capacity = if ($env:AZURE_OPENAI_CAPACITY -and $env:AZURE_OPENAI_CAPACITY -ne '0') { [int] $env:AZURE_OPENAI_CAPACITY } else { $models.capacity }
  function HasQuota([string] $region) {
    $found = az cognitiveservices usage list --location $region --query "[?name.value=='OpenAI.GlobalStandard.$model'].[limit, currentValue]" --output tsv 2>$null
    if (-not $found) { return $false }
    $parts = "$found" -split '\s+'
    [double] $parts[0] - [double] $parts[1] -ge $capacity
  }
  if ($env:AZURE_OPENAI_LOCATION) {
    if (-not (HasQuota $env:AZURE_OPENAI_LOCATION)) { Note "$env:AZURE_OPENAI_LOCATION has no quota of $capacity thousand tokens a minute for ${model}: it may not be deployed. https://aka.ms/oai/quotaincrease" }
  }
  else {
    $chosen = $env:AZURE_LOCATION, 'swedencentral', 'eastus2', 'westus3', 'francecentral' | Where-Object { HasQuota $_ } | Select-Object -First 1
    if (-not $chosen) { Note "No region was found with a quota of $capacity thousand tokens a minute for ${model}: the app will be there without a model. https://aka.ms/oai/quotaincrease" }
    elseif ($chosen -ne $env:AZURE_LOCATION) { Note "The model goes to $chosen, since $env:AZURE_LOCATION has no quota for $model." }
    Keep AZURE_OPENAI_LOCATION $(if ($chosen) { $chosen } else { $env:AZURE_LOCATION })
  }
}

# After azd down: the old vault, model account and registrations still hold their names.
function Answer([string] $what, [bool] $isProtected) {
  $choice = $env:SOFT_DELETED
  if (-not $choice -and $isPerson) { $choice = Read-Host "$what is deleted but not purged, and holds the name. recover, or purge for good?" }
  if ($choice -notin 'recover', 'purge') { Refuse "$what is deleted but not purged, and holds the name. Say what to do: azd env set SOFT_DELETED recover, or purge" }
  if ($choice -eq 'purge' -and $isProtected) { Refuse "$what has purge protection: it can only be recovered. SOFT_DELETED=recover" }
  $choice
}
function Purged([string] $what) {
  if ($LASTEXITCODE) { Refuse "$what was not purged; the reason is above. Ask somebody with the permission to purge it, or run: azd env set SOFT_DELETED recover" }
}

$recover = 'false'
# Filtered here: Windows drops the double quotes that a tag's name needs in a query.
$vault = az keyvault list-deleted --resource-type vault --subscription $subscription --output json 2>$null | Out-String | ConvertFrom-Json |
  Where-Object { $_.properties.tags.'azd-env-name' -eq $environment -and $_.properties.location -eq $env:AZURE_LOCATION } | Select-Object -First 1
if ($vault) {
  if ((Answer "The vault $($vault.name)" ($vault.properties.purgeProtectionEnabled -eq $true)) -eq 'purge') {
    az keyvault purge --subscription $subscription --name $vault.name --location $vault.properties.location
    Purged "The vault $($vault.name)"
  }
  else { $recover = 'true' }
}
if ($recover -ne $(if ($env:RECOVER_VAULT) { $env:RECOVER_VAULT } else { 'false' })) { Keep RECOVER_VAULT $recover }

$recover = 'false'
$account = az cognitiveservices account list-deleted --subscription $subscription --output json 2>$null | Out-String | ConvertFrom-Json |
  Where-Object { $_.tags.'azd-env-name' -eq $environment } | Select-Object -First 1
if ($account) {
  if ((Answer "The model account $($account.name)" $false) -eq 'purge') {
    az cognitiveservices account purge --subscription $subscription --name $account.name --location $account.location --resource-group $group
    Purged "The model account $($account.name)"
  }
  else { $recover = 'true' }
}
if ($recover -ne $(if ($env:RECOVER_OPENAI) { $env:RECOVER_OPENAI } else { 'false' })) { Keep RECOVER_OPENAI $recover }

if ($createsApp -eq 'true') {
  $deleted = 'https://graph.microsoft.com/v1.0/directory/deletedItems'
  foreach ($id in Lines (az rest --method GET --url "$deleted/microsoft.graph.application" --query "value[?displayName=='Onbehalf ($environment)' || displayName=='Onbehalf ($environment) API'].id" --output tsv 2>$null)) {
    if ((Answer "The app registration $id" $false) -eq 'purge') {
      az rest --method DELETE --url "$deleted/$id"
      Purged "The app registration $id"
    }
    else {
      az rest --method POST --url "$deleted/$id/restore" --output none
      if ($LASTEXITCODE) {
        Refuse "The app registration $id was not recovered; the reason is above. An Application Administrator recovers it, or: azd env set SOFT_DELETED purge"
      }
    }
  }
}
exit 0
