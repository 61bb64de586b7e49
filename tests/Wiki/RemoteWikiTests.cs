using Onbehalf.Demo.Wiki;
using Onbehalf.Host;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>The demo's wiki as it gets into a deployed app: through its API, by somebody who is in the groups.</summary>
public sealed class RemoteWikiTests
{
    [Fact]
    public async Task The_wiki_is_written_once_for_the_groups_that_are_named()
    {
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_TABLE_PREFIX"] = Azurite.FreshPrefix() });
        string[] asked = [app.Url.ToString(), "employees=sales", "hr=sales-emea"];
        using var output = new StringWriter();

        var codes = new List<int>();
        foreach (var _ in Enumerable.Range(0, 2))
            codes.Add(await FillWiki.RunAsync(asked, new StringReader(await app.TokenAsync("bob")), output, CancellationToken.None));
        var refusal = await RemoteWiki.FillAsync(await app.AsAsync("erin"), new Dictionary<string, string> { ["hr"] = "sales-emea" }, CancellationToken.None);

        Assert.Equal([0, 0], codes);
        Assert.Equal(["HR: Salary review", "Handbook: Expenses, Holidays and leave, Travel policy"], await OfBobAsync(app, "bob"));
        Assert.Equal(["Handbook: Expenses, Holidays and leave, Travel policy"], await OfBobAsync(app, "erin"));
        Assert.Empty(await OfBobAsync(app, "alice"));
        Assert.Empty(output.ToString());
        Assert.Contains("answered 400", refusal, StringComparison.Ordinal);
        Assert.Contains("One of the writing groups must be yours", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Usage", "token", "https://app.test")]
    [InlineData("Usage", "token", "app", "hr=1")]
    [InlineData("Usage", "token", "https://app.test", "hr")]
    [InlineData("Usage", "token", "https://app.test", "hr=1", "hr=2")]
    [InlineData("az login", " \n", "https://app.test", "hr=1")]
    public async Task What_is_not_understood_is_not_tried(string words, string token, params string[] asked)
    {
        using var output = new StringWriter();

        Assert.Equal(1, await FillWiki.RunAsync(asked, new StringReader(token), output, CancellationToken.None));
        Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The spaces that Bob wrote and this person reads, each with the titles of its pages.</summary>
    private static async Task<List<string>> OfBobAsync(InProcessApp app, string person)
    {
        var spaces = (await app.WikiAsync(person, "GET", "spaces?limit=200")).Ok().GetProperty("items").EnumerateArray().Where(static space => space.At("createdBy", "name") == "Bob" && space.At("name") != "Sales");
        var read = new List<string>();
        foreach (var space in spaces)
        {
            var pages = (await app.WikiAsync(person, "GET", $"spaces/{space.At("id")}/pages")).Ok().GetProperty("items").EnumerateArray().Select(static page => page.At("title")!);
            read.Add($"{space.At("name")}: {string.Join(", ", pages.Order(StringComparer.Ordinal))}");
        }

        return [.. read.Order(StringComparer.Ordinal)];
    }
}
