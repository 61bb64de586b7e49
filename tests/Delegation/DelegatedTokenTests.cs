using System.Text.Json;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Delegation;

/// <summary>A token goes where it belongs and is never written down (T17, T18, T19).</summary>
public sealed class DelegatedTokenTests
{
    private const string Text = "canary-of-a-token-0123456789";

    private static DelegatedToken Token { get; } = new(new(Text), new("https://tasks.example/mcp"), "https://tasks.example/mcp", "grant", DateTimeOffset.MaxValue);

    [Theory]
    [InlineData("https://tasks.example/mcp")]
    [InlineData("https://TASKS.example:443/other?x=1")]
    public void T19_a_token_is_attached_to_its_own_origin(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        Token.AttachTo(request);

        Assert.Equal($"Bearer {Text}", request.Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData("http://tasks.example/mcp")]
    [InlineData("https://tasks.example:8443/mcp")]
    [InlineData("https://tasks.example.evil.example/mcp")]
    [InlineData("https://evil.example/tasks.example/mcp")]
    [InlineData("https://tasks.example@evil.example/mcp")]
    [InlineData("https://someone@tasks.example/mcp")]
    [InlineData("https://xn--tsks-5qa.example/mcp")]
    public void T19_a_token_is_attached_to_nothing_else(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        Assert.Throws<InvalidOperationException>(() => Token.AttachTo(request));
        Assert.Null(request.Headers.Authorization);
    }

    [Fact]
    public void T17_a_token_refuses_to_be_written_and_prints_its_type()
    {
        DelegatedTokenResult result = new DelegatedTokenResult.Granted(Token);

        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize(Token));
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize<object>(result));
        Assert.DoesNotContain("canary", $"{Token} {result}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task T17_no_table_row_holds_a_token_or_a_piece_of_one()
    {
        await using var world = await GrantWorld.StartAsync();
        var person = await world.ConnectedAsync();
        var token = Assert.IsType<DelegatedTokenResult.Granted>(await world.GetAsync(person)).Token;
        world.Provider.Instead = static context => context.Request.Path == "/token" ? Microsoft.AspNetCore.Http.Results.StatusCode(500) : null;
        world.Time.Advance(TimeSpan.FromMinutes(6));
        await world.GetAsync(person);

        string[] secrets = [token.RevealTo(new(world.Url)), .. world.Provider.Tokens];
        var rows = new List<string>();
        var tables = world.Of<Onbehalf.Storage.Tables>();
        foreach (var table in new[] { tables.Grants, tables.Links, tables.Sessions, tables.Audit })
        {
            await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>((string?)null))
                rows.Add(JsonSerializer.Serialize(row.ToDictionary(static one => one.Key, static one => one.Value)));
        }

        Assert.NotEmpty(rows);
        foreach (var piece in secrets.SelectMany(Pieces))
            Assert.DoesNotContain(rows, row => row.Contains(piece, StringComparison.Ordinal));
    }

    [Fact]
    public async Task T18_only_the_speakers_own_secrets_are_opened_whatever_is_asked_for()
    {
        await using var world = await GrantWorld.StartAsync();
        var (mine, other) = (await world.ConnectedAsync(), await world.ConnectedAsync());
        var since = DateTimeOffset.UtcNow;

        await world.GetAsync(mine);
        foreach (var name in new[] { "../notes", "Notes", "nоtes", "notes_", new string('a', 300), "", "notes\n" })
            Assert.Throws<ArgumentException>(() => new ConnectionName(name));
        foreach (var name in new[] { $"notes-{other.Id}", $"u-{other.Id}-grant-notes-g1" })
            Assert.IsType<DelegatedTokenResult.Unavailable>(await world.Tokens.GetAsync(GrantWorld.AuthorityOf(mine), new(name), default));

        Assert.All((await VaultLog.NamesSinceAsync(since)).Where(static name => name.Contains("-grant-notes-", StringComparison.Ordinal)), name => Assert.DoesNotContain(other.Id.Value, name, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Pieces(string secret) =>
        Enumerable.Range(0, secret.Length - 11).Select(start => secret.Substring(start, 12)).Append(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)));
}
