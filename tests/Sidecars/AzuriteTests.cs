using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

public sealed class AzuriteTests
{
    [Fact]
    public async Task Storage_answers_only_to_the_key_of_its_home()
    {
        var endpoints = await LocalSidecars.StartAsync();
        var tables = endpoints.StorageConnectionString.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..];
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri($"{tables}/Tables"));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
