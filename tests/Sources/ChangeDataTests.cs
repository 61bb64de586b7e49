using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>A change is structured, displayed completely and confirmed exactly. A refusal reveals nothing.</summary>
public sealed class ChangeDataTests(EscapeDatabase world) : IClassFixture<EscapeDatabase>
{
    private ChangeData Tool => new(new SourceCatalog([world.Source]));

    [Fact]
    public async Task The_card_shows_the_row_as_it_is_and_as_it_will_be()
    {
        var card = await CardAsync(world.Bob, "update", "orders", """{"id":4}""", """{"amount":"99.50"}""");

        Assert.Contains(new CardField("amount", "40.00", "99.50"), card.Fields);
        Assert.Contains(new CardField("id", "4", "4"), card.Fields);
        Assert.Contains("app.orders", card.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmed_change_is_made_once_with_the_persons_own_login()
    {
        var card = await CardAsync(world.Bob, "update", "orders", """{"id":6}""", """{"note":"changed"}""");

        var done = await InvokeAsync(world.Bob, card.Digest, "update", "orders", """{"id":6}""", """{"note":"changed"}""");

        Assert.Equal(ToolStatus.Succeeded, done.Status);
        Assert.Contains("changed", Said.Of(await world.AskAsync(world.Bob, "SELECT note FROM orders WHERE id = 6")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_changed_since_the_card_asks_again_and_is_not_written()
    {
        var card = await CardAsync(world.Bob, "update", "orders", """{"id":8}""", """{"note":"mine"}""");
        await EscapeDatabase.RunAsync(world.Settings.Database, "UPDATE app.orders SET note = 'theirs' WHERE id = 8");

        var result = await InvokeAsync(world.Bob, card.Digest, "update", "orders", """{"id":8}""", """{"note":"mine"}""");

        Assert.Equal(RefusalCodes.Changed, result.RefusalCode);
        Assert.Contains("theirs", Said.Of(await world.AskAsync(world.Bob, "SELECT note FROM orders WHERE id = 8")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":10}""", """{"note":"other"}""")]
    [InlineData("""{"id":12}""", """{"note":"asked"}""")]
    public async Task A_yes_to_one_change_is_not_a_yes_to_another(string key, string values)
    {
        var card = await CardAsync(world.Bob, "update", "orders", """{"id":10}""", """{"note":"asked"}""");

        var result = await InvokeAsync(world.Bob, card.Digest, "update", "orders", key, values);

        Assert.Equal(RefusalCodes.Changed, result.RefusalCode);
    }

    [Fact]
    public async Task Anothers_yes_and_no_yes_at_all_are_refused()
    {
        var card = await CardAsync(world.Mallory, "update", "plain", """{"id":1}""", """{"name":"x"}""");

        Assert.Equal(RefusalCodes.Changed, (await InvokeAsync(world.Bob, card.Digest, "update", "plain", """{"id":1}""", """{"name":"x"}""")).RefusalCode);
        Assert.Equal(RefusalCodes.Changed, (await InvokeAsync(world.Bob, null, "update", "plain", """{"id":1}""", """{"name":"x"}""")).RefusalCode);
    }

    [Fact]
    public async Task Hidden_rows_and_rows_that_do_not_exist_give_the_same_bytes()
    {
        var hidden = await RefusalAsync(world.Bob, "update", "orders", """{"id":1}""", """{"note":"x"}""");
        var missing = await RefusalAsync(world.Bob, "update", "orders", """{"id":100000}""", """{"note":"x"}""");

        Assert.Equal(missing.ForModel, hidden.ForModel);
        Assert.Equal(
            (await RefusalAsync(world.Bob, "delete", "payroll", """{"id":1}""", "{}")).ForModel,
            (await RefusalAsync(world.Bob, "delete", "nothing", """{"id":1}""", "{}")).ForModel.Replace("nothing", "payroll", StringComparison.Ordinal));
        Assert.Equal(
            (await RefusalAsync(world.Bob, "update", "orders", """{"id":2}""", """{"secret":"x"}""")).ForModel,
            (await RefusalAsync(world.Bob, "update", "orders", """{"id":2}""", """{"secrex":"x"}""")).ForModel.Replace("secrex", "secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("orders", """{"id":1,"owner":"@bob","note":"x"}""", "a hidden row's unique key")]
    [InlineData("orders", """{"id":2,"owner":"@bob","note":"x"}""", "a visible row's unique key")]
    [InlineData("orders", """{"id":900,"owner":"mallory","note":"x"}""", "a row given away")]
    [InlineData("children", """{"id":90,"order_id":100000,"note":"x"}""", "a foreign key to nothing")]
    [InlineData("orders", """{"id":901,"payload":"{}"}""", "a column without the right to write")]
    public async Task A_refusal_by_the_database_is_one_sentence(string table, string values, string because)
    {
        var filled = values.Replace("@bob", world.Role("bob"), StringComparison.Ordinal);
        var card = await CardAsync(world.Bob, "insert", table, "{}", filled);

        var result = await InvokeAsync(world.Bob, card.Digest, "insert", table, "{}", filled);

        Assert.True(result.ForModel == "REFUSED: The source did not accept this change.", $"{because}: {result.ForModel}");
    }

    [Fact]
    public async Task Rows_are_inserted_and_deleted_one_at_a_time()
    {
        var added = await CardAsync(world.Bob, "insert", "plain", "{}", """{"id":50,"name":"fifty"}""");
        Assert.Equal(ToolStatus.Succeeded, (await InvokeAsync(world.Bob, added.Digest, "insert", "plain", "{}", """{"id":50,"name":"fifty"}""")).Status);

        var removed = await CardAsync(world.Bob, "delete", "plain", """{"id":50}""", "{}");
        Assert.Equal(ToolStatus.Succeeded, (await InvokeAsync(world.Bob, removed.Digest, "delete", "plain", """{"id":50}""", "{}")).Status);

        Assert.Contains("[[0]]", Said.Of(await world.AskAsync(world.Bob, "SELECT count(*) FROM plain WHERE id = 50")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update", """{"customer":"customer 2"}""", """{"note":"x"}""")]
    [InlineData("update", "{}", """{"note":"x"}""")]
    [InlineData("update", """{"id":null}""", """{"note":"x"}""")]
    [InlineData("update", """{"id":"x'; DROP TABLE app.plain; --"}""", """{"note":"x"}""")]
    [InlineData("update", """{"id\" = 1 OR \"id":2}""", """{"note":"x"}""")]
    [InlineData("drop", """{"id":2}""", "{}")]
    [InlineData("delete", """{"id":[2]}""", "{}")]
    public async Task Anything_but_one_named_row_is_refused(string operation, string key, string values)
    {
        var refusal = await RefusalAsync(world.Bob, operation, "orders", key, values);

        Assert.NotEqual(ToolStatus.Succeeded, refusal.Status);
        Assert.Contains("[[", Said.Of(await world.AskAsync(world.Bob, "SELECT count(*) FROM plain")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invisible_and_turning_characters_are_spelt_out_on_the_card()
    {
        var card = await CardAsync(world.Bob, "update", "plain", """{"id":2}""", """{"name":"a\u202Eb\u200Bc"}""");

        Assert.Contains(card.Fields, static f => f.NewValue == "a⟨U+202E⟩b⟨U+200B⟩c");
    }

    private async Task<ConfirmationCard> CardAsync(Authority person, string operation, string table, string key, string values)
    {
        var preview = await Tool.PreviewAsync(person, Arguments(operation, table, key, values), CancellationToken.None);
        return preview is ToolPreview.Ready ready ? ready.Card : throw new InvalidOperationException(((ToolPreview.Refused)preview!).Result.ForModel);
    }

    private async Task<ToolResult> RefusalAsync(Authority person, string operation, string table, string key, string values) =>
        Assert.IsType<ToolPreview.Refused>(await Tool.PreviewAsync(person, Arguments(operation, table, key, values), CancellationToken.None)).Result;

    private Task<ToolResult> InvokeAsync(Authority person, string? digest, string operation, string table, string key, string values) =>
        Tool.InvokeAsync(TestPeople.Permit(person, Tool.Name, digest), Arguments(operation, table, key, values), CancellationToken.None);

    private JsonElement Arguments(string operation, string table, string key, string values) =>
        JsonDocument.Parse($$"""{"source":"{{world.Source.Name}}","operation":"{{operation}}","table":"{{table}}","key":{{key}},"values":{{values}}}""").RootElement;
}
