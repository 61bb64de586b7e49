$ErrorActionPreference = 'Stop'
& (Join-Path $PSScriptRoot 'demo-wiki.ps1')
