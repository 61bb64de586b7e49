$ErrorActionPreference = 'Stop'
& (Join-Path $PSScriptRoot 'deploy-model.ps1')
& (Join-Path $PSScriptRoot 'demo.ps1')
& (Join-Path $PSScriptRoot 'next-steps.ps1')
