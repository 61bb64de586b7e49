using Onbehalf.Demo;
using Onbehalf.Host;

namespace Onbehalf.Tests.Host;

/// <summary>The Functions host ignores unknown settings. The local host names them and does not start.</summary>
public sealed class HostJsonContract
{
    [Theory]
    [InlineData("""{"version":"2.0"}""")]
    [InlineData("""{"version":"2.0","functionTimeout":"00:05:00","logging":{"logLevel":{"default":"Warning"}},"extensions":{"http":{"routePrefix":""}}}""")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"hubName":"%HUB%","tracing":{"version":"V2"},"storageProvider":{"partitionCount":2}}}}""")]
    public void A_host_json_of_known_members_is_read(string text) => Assert.NotNull(Read(text));

    [Theory]
    [InlineData("""{"version":"2.0","functionTimeot":"00:05:00"}""", "'functionTimeot' is not a setting")]
    [InlineData("""{"version":"2.0","extensions":{"queues":{"batchSize":1}}}""", "'extensions.queues.batchSize' is not a setting")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"hubNam":"x"}}}""", "'extensions.durableTask.hubNam' is not an option of the Durable extension")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"storageProvider":{"partitions":4}}}}""", "'extensions.durableTask.storageProvider.partitions' is not an option")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"tracing":{"colour":"red"}}}}""", "'extensions.durableTask.tracing.colour' is not an option")]
    [InlineData("""{"version":"2.0","functionTimeout":"5 minutes"}""", "functionTimeout is '5 minutes'")]
    [InlineData("""{"version":"2.0","functionTimeout":"-00:05:00"}""", "functionTimeout is '-00:05:00'")]
    [InlineData("""{"version":"2.0","logging":{"logLevel":{"default":"Loud"}}}""", "the log level of default is 'Loud'")]
    [InlineData("""{"version":"2.0","logging":{"logLevel":{"default":"17"}}}""", "the log level of default is '17'")]
    [InlineData("""{"version":"3.0"}""", "version is '3.0'")]
    [InlineData("{}", "version is ''")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"hubName":"%NOBODY%"}}}""", "%NOBODY% names a setting that is not set")]
    public void What_this_host_would_not_honour_is_refused_and_named(string text, string reason)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(text));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("storageProvider__partitionCount", "0")]
    [InlineData("storageProvider__partitionCount", "17")]
    [InlineData("storageProvider__partitionCount", "many")]
    [InlineData("storageProvider__maxQueuePollingInterval", "soon")]
    [InlineData("storageProvider__controlQueueVisibilityTimeout", "00:00:10")]
    [InlineData("versionMatchStrategy", "Newest")]
    [InlineData("maxConcurrentActivityFunctions", "0")]
    [InlineData("hubName", "not-a-hub!")]
    public async Task A_value_that_the_engine_cannot_work_with_stops_the_start(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(($"AzureFunctionsJobHost__extensions__durableTask__{name}", value)));

        Assert.Contains("The Durable extension refuses host.json", refused.Message, StringComparison.Ordinal);
    }

    private static HostJson Read(string text)
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-hostjson-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "host.json"), text);
            return HostJson.Read(folder, new LocalSettings(new Dictionary<string, string> { ["HUB"] = "hub", ["FUNCTIONS_PORT"] = "0" }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
