using System.Globalization;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>A model can make a turn as long as a number it read; nothing that others get of the answer tells how long that was.</summary>
[Collection(PuppetThreats.Name)]
public sealed class LockedTimeTests(PuppetWorld world)
{
    [Fact]
    public async Task A_locked_reply_and_its_thread_have_the_questions_time_for_others_and_a_shared_one_too()
    {
        var question = PuppetWorld.Fresh("as long as it is high");
        world.Puppet.When(question).Reply(Sql.Query("expenses", Sql.Expenses), PuppetLine.Say("now").After(TimeSpan.FromSeconds(2)));
        var thread = await world.App.OpenThreadAsync("carol", "mallory");

        await world.App.AskAsync("carol", thread, question);
        var (asked, locked) = Of(await world.App.MessagesAsync("mallory", thread));
        var listed = (await (await world.App.AsAsync("mallory")).SendAsync("GET", $"api/threads/{thread}")).Ok();
        var (_, own) = Of(await world.App.MessagesAsync("carol", thread));
        var carol = await world.App.InBrowserAsync("carol");
        var preview = (await carol.SendAsync("GET", $"api/messages/{own.At("id")}/share")).Ok();
        (await carol.SendAsync("POST", $"api/messages/{own.At("id")}/share", new { previewHash = preview.At("previewHash") })).Ok();
        var (_, shared) = Of(await world.App.MessagesAsync("mallory", thread));

        Assert.Equal(("locked", "open", "shared"), (locked.At("visibility"), own.At("visibility"), shared.At("visibility")));
        Assert.Equal((asked.At("at"), asked.At("at"), asked.At("at")), (locked.At("at"), listed.At("lastAt"), shared.At("at")));
        Assert.True(Time(own) - Time(asked) > TimeSpan.FromSeconds(1));
    }

    private static (JsonElement Asked, JsonElement Answer) Of(JsonElement[] messages) =>
        (messages.Single(static message => message.At("from") == "person"), messages.Single(static message => message.At("from") == "agent"));

    private static DateTimeOffset Time(JsonElement message) => DateTimeOffset.Parse(message.At("at")!, CultureInfo.InvariantCulture);
}
