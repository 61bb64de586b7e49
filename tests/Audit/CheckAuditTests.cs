using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Functions.Audit;

namespace Onbehalf.Tests.Audit;

public sealed class CheckAuditTests
{
    [Fact]
    public async Task The_daily_check_raises_the_alarm_for_a_changed_record_and_is_silent_before()
    {
        await using var world = await AuditWorld.OpenAsync();
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        var log = new Lines();
        var check = new CheckAudit(world.Of<AuditVerification>(), world.Time, log);

        await check.RunAsync(null!, default);
        Assert.Empty(log.Written);
        var row = await world.RowAsync(new(world.ChainOf(world.Alice), 1));
        row["Name"] = "Mallory";
        await world.Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
        await check.RunAsync(null!, default);

        Assert.StartsWith("Critical ALARM:", Assert.Single(log.Written), StringComparison.Ordinal);
    }

    private sealed class Lines : ILogger<CheckAudit>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel} {formatter(state, exception)}");
    }
}
