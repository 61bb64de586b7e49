param amount int
param email string
param start string

var notices = [
  { name: 'half', type: 'Actual', percent: 50 }
  { name: 'most', type: 'Actual', percent: 80 }
  { name: 'all', type: 'Actual', percent: 100 }
  { name: 'forecast', type: 'Forecasted', percent: 100 }
]

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'onbehalf'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: toObject(notices, notice => notice.name, notice => {
      enabled: true
      operator: 'GreaterThanOrEqualTo'
      threshold: notice.percent
      thresholdType: notice.type
      contactEmails: [email]
    })
  }
}
