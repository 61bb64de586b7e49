param location string
param tags object
param workspaceId string
param auditWorkspaceId string

resource workbook 'Microsoft.Insights/workbooks@2022-04-01' = {
  name: guid(workspaceId, 'onbehalf')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Onbehalf'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('workbook.json'), '__AUDIT_WORKSPACE__', auditWorkspaceId)
  }
}
