using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Acts;
using Onbehalf.Acts.Consents;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Evidence;
using Onbehalf.Functions.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.Tests.Audit;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Tools;

/// <summary>T40: what the context holds of one source leaves for another only with its person's yes, whatever the tool calls itself.</summary>
public sealed class DepartureTests : IAsyncLifetime
{
    private const string Letter = """{"text":"salaries: 122262.50"}""";

    private static readonly Zones InZones = new([new("company"), new("wiki"), new("target", "target")]);

    private AuditWorld _world = null!;

    public async Task InitializeAsync() => _world = await AuditWorld.OpenAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("target", "company", true, true, "data of another zone")]
    [InlineData("target", "company", false, true, "a description is not for somebody else's server")]
    [InlineData("target", "target", true, false, "a server's own answers")]
    [InlineData("company", "wiki", true, false, "within one zone nothing waits")]
    [InlineData("company", "target", true, true, "what another product said")]
    [InlineData("company", "target", false, false, "the description of another zone")]
    [InlineData("company", "*", true, true, "data of nobody knows what")]
    [InlineData("company", "gone", true, true, "a source that nobody declares any more")]
    [InlineData("wiki", "target", true, true, "the company's own stores are in its zone")]
    public void A_call_waits_when_its_context_holds_data_of_another_zone_than_its_targets(string target, string source, bool carriesData, bool waits, string why)
    {
        var touched = new Touched(source, "relation", ["column"], [], CarriesData: carriesData);

        var departure = Departure.Of(new Letterbox(target), JsonElement.Parse(Letter), [new EvidencePiece("somebody", "1", [touched])], InZones);

        Assert.True(waits == departure is not null, why);
    }

    [Fact]
    public void A_call_with_data_of_two_zones_names_both()
    {
        Zones zones = new([new("company"), new("tasks", "tasks"), new("expenses", "expenses"), new("target", "target")]);
        EvidencePiece[] context = [new("bob", "1", [new("expenses", "t", ["c"], [])]), new("bob", "1", [new("tasks", "t", ["c"], []), new("target", "t", ["c"], [])])];

        var departure = Departure.Of(new Letterbox("target"), JsonElement.Parse(Letter), [.. context], zones);

        Assert.Equal("expenses tasks", string.Join(' ', departure!.Origins.Select(static origin => origin.Source)));
    }

    [Theory]
    [InlineData("""{"source":"expenses","source":"company","sql":"select 1"}""")]
    [InlineData("""{"source":"company","sql":{"sql":1,"sql":2}}""")]
    public void Arguments_that_name_two_targets_are_none(string arguments) =>
        Assert.Equal(JsonValueKind.Undefined, new Onbehalf.Turns.RequestedCall("1", "query_data", arguments).Parse().ValueKind);

    [Fact]
    public void A_call_of_which_nothing_is_sent_waits_for_nobody()
    {
        var touched = new Touched("company", "relation", ["column"], []);

        var departure = Departure.Of(new Letterbox("target", isSent: false), JsonElement.Parse(Letter), [new EvidencePiece("somebody", "1", [touched])], InZones);

        Assert.Null(departure);
    }

    [Fact]
    public void A_zone_that_does_not_exist_stops_the_start()
    {
        var lost = Assert.Throws<InvalidOperationException>(static () => new Zones([new("payroll", "compnay", "ONBEHALF_SOURCES"), new("tasks", "tasks")]));

        Assert.Equal("ONBEHALF_SOURCES: 'payroll' names the zone 'compnay', which does not exist. A zone is 'company' or the name of a source or connection.", lost.Message);
    }

    [Fact]
    public void A_name_that_the_product_uses_itself_stops_the_start_and_is_told_with_its_setting()
    {
        var taken = Assert.Throws<InvalidOperationException>(static () => new Zones([new("company"), new("messages"), new("messages", "messages", "ONBEHALF_CONNECTIONS")]));

        Assert.Equal("ONBEHALF_CONNECTIONS: 'messages' is the name of another source, connection or part of this product. Choose another one.", taken.Message);
    }

    [Fact]
    public async Task A_change_that_leaves_its_zone_is_put_to_its_person_before_its_source_is_asked_for_the_card()
    {
        var letterbox = new Letterbox("target", ToolEffect.SideEffect, isPreviewSent: true);
        var request = Request(letterbox);

        var first = await CardAsync(letterbox, request, new Kept());
        var asked = letterbox.Previewed;
        var second = await CardAsync(letterbox, request with { AgreedToSend = first.Digest }, new Kept());
        var other = await CardAsync(letterbox, request with { CallId = "t1-c1-1", AgreedToSend = first.Digest, Arguments = JsonElement.Parse("""{"text":"more"}""") }, new Kept());

        Assert.Equal(("Send this to another source", 0), (first.Title, asked));
        Assert.Contains(first.Fields, static field => field is { Name: "text", NewValue: "salaries: 122262.50" });
        Assert.Equal(("A letter", 1), (second.Title, letterbox.Previewed));
        Assert.Equal("Send this to another source", other.Title);
    }

    [Fact]
    public async Task T40_a_tool_that_only_reads_is_not_asked_before_its_person_has_seen_the_exact_request_and_where_its_words_may_come_from()
    {
        var letterbox = new Letterbox("target");
        await _world.AuthorityAsync(_world.Bob);
        var (request, kept) = (Request(letterbox), new Kept());

        var unasked = await Invoke(letterbox).RunAsync(request, new Kept(), default);
        var card = await CardAsync(letterbox, request, kept);

        Assert.Equal(("not-confirmed", ToolOutcomeKind.Denied), (unasked.Result.RefusalCode, unasked.Kind));
        Assert.Equal(0, letterbox.Sent);
        Assert.Equal("target", card.Target);
        Assert.Contains(card.Fields, static field => field is { Name: "text", NewValue: "salaries: 122262.50" });
        Assert.Contains(card.Fields, static field => field.NewValue == "company, read as you");
        Assert.Contains(card.Fields, static field => field.NewValue == "wiki, read as Bob");
        Assert.Null(kept.Outcome);
    }

    [Fact]
    public async Task The_record_names_the_declared_sources_in_the_context_and_no_name_from_anywhere_else()
    {
        var letterbox = new Letterbox("target");
        Touched[] context = [new("wiki", "page", [], []), new("company", "t", [], [], CarriesData: false), new("gone", "t", [], []), Touched.Unknown("made_up_tool") with { CarriesData = false }, ToolRights.Own];

        await Invoke(letterbox).RunAsync(Request(letterbox) with { Evidence = [new(_world.Alice.Id.Value, "1", [.. context])] }, new Kept(), default);

        var row = Assert.Single(await _world.ItemsAsync<ReadAudit>(_world.Alice));
        Assert.Equal("* company wiki", string.Join(' ', row.GetProperty("contextSources").EnumerateArray()));
    }

    [Fact]
    public async Task The_record_does_not_name_the_sources_behind_a_shared_answer()
    {
        var letterbox = new Letterbox("target");
        EvidencePiece[] context = [new(_world.Bob.Id.Value, "1", [new("company", "salaries", [], [])], Share: "t-1"), new(_world.Alice.Id.Value, "1", [new("wiki", "page", [], [])])];

        await Invoke(letterbox).RunAsync(Request(letterbox) with { Evidence = [.. context] }, new Kept(), default);

        var row = Assert.Single(await _world.ItemsAsync<ReadAudit>(_world.Alice));
        Assert.Equal("conversation wiki", string.Join(' ', row.GetProperty("contextSources").EnumerateArray()));
        Assert.Equal(Onbehalf.Turns.ConversationRights.Name, AuditEntry.SharedAnswer);
    }

    [Fact]
    public async Task T40_the_yes_counts_for_that_request_and_those_origins_alone()
    {
        var letterbox = new Letterbox("target");
        var request = Request(letterbox);
        var card = await CardAsync(letterbox, request, new Kept());

        var otherWords = await Invoke(letterbox).RunAsync(request with { CallId = "t1-c1-1", Arguments = JsonElement.Parse("""{"text":"more"}"""), ConfirmedDigest = card.Digest }, new Kept(), default);
        var otherOrigins = await Invoke(letterbox).RunAsync(
            request with { CallId = "t1-c1-2", Evidence = request.Evidence.Add(new(_world.Alice.Id.Value, "1", [new("tickets", "t", [], [])])), ConfirmedDigest = card.Digest }, new Kept(), default);
        var sent = letterbox.Sent;
        var confirmed = await Invoke(letterbox).RunAsync(request with { CallId = "t1-c1-3", ConfirmedDigest = card.Digest }, new Kept(), default);

        Assert.Equal((RefusalCodes.Changed, RefusalCodes.Changed, 0), (otherWords.Result.RefusalCode, otherOrigins.Result.RefusalCode, sent));
        Assert.Equal((ToolStatus.Succeeded, 1), (confirmed.Result.Status, letterbox.Sent));
    }

    [Fact]
    public async Task T41_a_request_that_was_begun_and_left_no_outcome_is_not_sent_again_by_itself()
    {
        var letterbox = new Letterbox("target");
        var request = Request(letterbox);
        var digest = (await CardAsync(letterbox, request, new Kept())).Digest;

        await Assert.ThrowsAsync<IOException>(() => Invoke(letterbox).RunAsync(request with { ConfirmedDigest = digest }, new Kept(dies: true), default));
        var again = await Invoke(letterbox).RunAsync(request with { ConfirmedDigest = digest }, new Kept(), default);

        Assert.Equal((ToolOutcomeKind.Unknown, 1), (again.Kind, letterbox.Sent));
    }

    [Fact]
    public async Task The_card_of_a_change_says_too_what_may_leave_with_it()
    {
        var letterbox = new Letterbox("target", ToolEffect.SideEffect);

        var card = await CardAsync(letterbox, Request(letterbox), new Kept());

        Assert.Equal(("A letter", "its own digest"), (card.Title, card.Digest));
        Assert.Contains(card.Fields, static field => field.NewValue == "company, read as you");
    }

    [Theory]
    [InlineData("company", "written with what came from")]
    [InlineData("target", "may carry what came from")]
    public async Task T40_the_card_of_a_call_that_keeps_its_text_names_once_what_it_was_written_with(string target, string words)
    {
        var letterbox = new KeepingLetterbox(target);

        var card = await CardAsync(letterbox, Request(letterbox), new Kept());

        Assert.Equal(words, Assert.Single(card.Fields, static field => field.NewValue == "company, read as you").Name);
    }

    private async Task<ConfirmationCard> CardAsync(Letterbox letterbox, ToolRequest request, Kept kept) =>
        Assert.IsType<ToolAsk.Ask>(await Invoke(letterbox).PreviewAsync(request, kept, default)).Card;

    private InvokeTool Invoke(Letterbox letterbox)
    {
        var (tables, seal) = (_world.Of<Storage.Tables>(), _world.Of<PersonSeal>());
        var automations = new AutomationStore(tables, seal, TimeProvider.System);
        var connections = new RunConnections(new([]), new(tables, TimeProvider.System), _world.Of<DelegatedTokens>(), automations);
        var gate = new RunGate(new(tables, seal), automations, new(tables, TimeProvider.System, new(tables, new(), TimeProvider.System)), connections, new(seal, new(tables, seal), new([])));
        var consents = new StandingConsents(new(tables), TimeProvider.System);
        return new(_world.Of<Authorities>(), _world.Of<PeopleStore>(), new ToolCatalog([letterbox], []), _world.Trail, gate, connections, consents, InZones, NullLogger<InvokeTool>.Instance);
    }

    private ToolRequest Request(Letterbox tool) => new(
        _world.Alice, "t1-c1-0", tool.Name.Value, JsonElement.Parse(Letter), Act.AgentAttended, "t1", "t1-t1", [])
    {
        Evidence =
        [
            new(_world.Alice.Id.Value, "1", [new("company", "company.employees", ["salary"], [])]),
            new(_world.Bob.Id.Value, "1", [new("wiki", "page", [], [])]),
        ],
    };

    private sealed class KeepingLetterbox(string target) : Letterbox(target, ToolEffect.SideEffect), IKeepsText;

    /// <summary>A server of somebody else, as a tool that only reads, or that does not.</summary>
    private class Letterbox(string target, ToolEffect effect = ToolEffect.Read, bool isSent = true, bool isPreviewSent = false) : ITool
    {
        public int Sent { get; private set; }

        public int Previewed { get; private set; }

        public ToolName Name { get; } = new("look_up");

        public string Description => "Looks something up.";

        public BinaryData Parameters { get; } = BinaryData.FromString("{}");

        public ToolEffect Effect => effect;

        public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

        public ToolIntent Describe(JsonElement arguments) => new(target, null) { IsSent = isSent, IsPreviewSent = isPreviewSent };

        public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation)
        {
            Previewed++;
            return Task.FromResult<ToolPreview?>(effect is ToolEffect.Read ? null : new ToolPreview.Ready(new("A letter", "target", "all", [], [], "its own digest")));
        }

        public Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
        {
            Sent++;
            return Task.FromResult(new ToolResult(ToolStatus.Succeeded, "read", [Touched.Unknown("target")]));
        }
    }

    private sealed class Kept(bool dies = false) : IResultStore
    {
        public ToolOutcome? Outcome { get; private set; }

        public Task<ToolOutcome?> FindAsync(CancellationToken cancellation) => Task.FromResult<ToolOutcome?>(null);

        public Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation)
        {
            Outcome = outcome;
            return dies ? Task.FromException(new IOException("The process died here.")) : Task.CompletedTask;
        }
    }
}
