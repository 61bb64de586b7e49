using Onbehalf.Delegation.Connections;

namespace Onbehalf.Tests.Delegation;

/// <summary>T31: an MCP server that cannot identify the person is refused at start, with a message that an operator can act on.</summary>
public sealed class ConnectionSettingTests
{
    private const string Good = """{"id":"tasks","kind":"mcp","issuer":"https://tasks.example","clientId":"us","clientSecret":"s3cret","url":"https://tasks.example/mcp"}""";

    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "a shared key", Good.Replace("\"kind\"", "\"apiKey\":\"k\",\"kind\"", StringComparison.Ordinal), "shared by everybody" },
        { "shared headers", Good.Replace("\"kind\"", "\"headers\":{\"authorization\":\"x\"},\"kind\"", StringComparison.Ordinal), "shared by everybody" },
        { "a service account", Good.Replace("\"kind\"", "\"grant\":\"client_credentials\",\"kind\"", StringComparison.Ordinal), "acts as the person" },
        { "no issuer", Good.Replace("\"issuer\":\"https://tasks.example\",", "", StringComparison.Ordinal), "cannot know who is asking" },
        { "no client", Good.Replace("\"clientId\":\"us\",", "", StringComparison.Ordinal), "clientId" },
        { "no address", Good.Replace(",\"url\":\"https://tasks.example/mcp\"", "", StringComparison.Ordinal), "url is missing" },
        { "plain http", Good.Replace("https://tasks.example/mcp", "http://tasks.example/mcp", StringComparison.Ordinal), "https" },
        { "this machine", Good.Replace("https://tasks.example/mcp", "http://127.0.0.1/mcp", StringComparison.Ordinal), "demo" },
        { "the metadata address", Good.Replace("https://tasks.example/mcp", "https://169.254.169.254/mcp", StringComparison.Ordinal), "demo" },
        { "another kind", Good.Replace("\"mcp\"", "\"ftp\"", StringComparison.Ordinal), "kind is" },
        { "a name that is none", Good.Replace("\"tasks\"", "\"Tasks/1\"", StringComparison.Ordinal), "1 to 60 of a-z" },
        { "the id of the company's zone", Good.Replace("\"tasks\"", "\"company\"", StringComparison.Ordinal), "name of the company's own zone" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_connection_that_cannot_know_its_people_does_not_start(string name, string entry, string because)
    {
        var refused = Assert.ThrowsAny<Exception>(() => ConnectionCatalog.Read($"[{entry}]"));

        Assert.NotEmpty(name);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasks", "", "tasks")]
    [InlineData("tasks", "\"zone\":\"company\",", "company")]
    [InlineData("tasks", "\"zone\":\"crm\",", "crm")]
    [InlineData("company", "\"zone\":\"company\",", "company")]
    public void A_connection_is_in_a_zone_of_its_own_unless_it_names_one(string id, string zone, string expected)
    {
        var entry = Good.Replace("\"kind\"", $"{zone}\"kind\"", StringComparison.Ordinal).Replace("\"id\":\"tasks\"", $"\"id\":\"{id}\"", StringComparison.Ordinal);

        Assert.Equal(expected, ConnectionCatalog.Read($"[{entry}]").Find(id)!.Zone);
    }

    [Fact]
    public void A_good_one_is_read_and_two_of_one_name_are_not()
    {
        var tasks = ConnectionCatalog.Read($"[{Good}]").Find("tasks")!;

        Assert.Equal(("tasks", true, "https://tasks.example/mcp"), (tasks.Name, tasks.IsMcp, tasks.Resource));
        Assert.Throws<InvalidOperationException>(() => ConnectionCatalog.Read($"[{Good},{Good}]"));
    }

    [Fact]
    public void Endpoints_can_be_named_one_by_one()
    {
        var declared = ConnectionCatalog.Read(
            """[{"id":"x","kind":"oauth","authorizationEndpoint":"https://x.example/a","tokenEndpoint":"https://x.example/t","clientId":"us","clientSecret":"s","scopes":"read","url":"https://api.x.example/"}]""").Find("x")!;

        Assert.NotNull(declared.Declared);
        Assert.False(declared.IsOpenId);
    }
}
