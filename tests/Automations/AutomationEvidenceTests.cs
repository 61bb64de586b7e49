using System.Collections.Immutable;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Automations;

/// <summary>The text that the agent wrote for an automation keeps the evidence of what it had read, and ends with it.</summary>
public sealed class AutomationEvidenceTests : IAsyncLifetime
{
    private readonly Payroll _payroll = new();
    private Stage _stage = null!;
    private AutomationStore _store = null!;
    private Authoring _authoring = null!;
    private Authority _alice = null!;
    private AutomationContent _written = null!;

    private Storage.Tables Tables => _stage.Get<Storage.Tables>();

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        await Tables.Automations.CreateIfNotExistsAsync();
        await Tables.Runs.CreateIfNotExistsAsync();
        _store = new(Tables, _stage.Get<PersonSeal>(), TimeProvider.System);
        _authoring = new(_store, _stage.Get<ThreadStore>(), new(20, 20), TimeProvider.System);
        _alice = await _stage.AuthorityAsync(_stage.People.Person("Alice"));
        _payroll.Readers.Add(_alice.Subject.Id);
        _written = AutomationStage.Content("compare with 122262.50") with
        {
            Title = "Average 122262.50",
            Evidence = [new(_alice.Subject.Id.Value, _alice.Version, [new(Payroll.Name, "employees", ["salary"], [])])],
        };
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task T38_the_home_thread_has_a_name_that_says_nothing_of_it()
    {
        var written = (await _authoring.CreateAsync(_alice, _written, null, agreed: true, default))!;
        var typed = (await _authoring.CreateAsync(_alice, _written with { Evidence = [] }, null, agreed: true, default))!;

        var names = new List<string>();
        foreach (var home in (ThreadId[])[written.Home, typed.Home])
            names.Add((await _stage.Get<ThreadStore>().FindWithMembersAsync(_alice.Subject.Id, home, default))!.Thread.Title);

        Assert.Equal([$"Automation of {written.CreatedAt:yyyy-MM-dd}", "Average 122262.50"], names);
        Assert.DoesNotContain("122262.50", written.Agreed!.PlainPrompt(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T36_an_edit_by_hand_and_a_proposal_keep_the_evidence()
    {
        var made = (await _authoring.CreateAsync(_alice, _written, null, agreed: true, default))!;
        var edit = AutomationStage.Content("another prompt") with { Title = "Another title" };

        var draft = (await _authoring.ChangeAsync(_alice, made, edit, default))!;
        await _store.ProposeAsync(draft, new(ProposalId.New(), _stage.People.Person("Bob"), DateTimeOffset.UtcNow, edit), default);
        var proposal = Assert.Single(await _store.ProposalsAsync(draft, default));
        var agreed = (await _authoring.AgreeAsync(_alice, draft, ContentHash.Of(edit), proposal.Id, default))!;

        Assert.All(
            (ImmutableArray<EvidencePiece>[])[draft.Draft!.Evidence, proposal.Content.Evidence, agreed.Agreed!.Evidence, (await _store.FindAsync(made.Id, default))!.Evidence],
            static evidence => Assert.Equal(Payroll.Name, Assert.Single(Assert.Single(evidence).Touched).Source));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(60, true)]
    public async Task T36_a_row_of_the_version_before_is_open_only_if_its_author_agreed_to_it_in_a_step_of_its_own(int seconds, bool isOpen)
    {
        var made = (await _authoring.CreateAsync(_alice, AutomationStage.Content(), null, agreed: true, default))!;
        var row = (await Tables.Automations.GetEntityAsync<TableEntity>(AutomationKeys.Partition(made.Id), AutomationKeys.Head)).Value;
        row.Remove("Evident");
        row["AgreedAt"] = made.CreatedAt.AddSeconds(seconds);
        await Tables.Automations.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        var found = (await _store.FindAsync(made.Id, default))!;

        Assert.Equal(isOpen, await Visibility().IsOpenAsync(_alice, found.Evidence, default));
        Assert.Equal(isOpen, found.Agreed!.PlainTitle(found.CreatedAt) == "Overdue expenses");
    }

    [Fact]
    public async Task T36_a_run_waits_while_its_author_does_not_cover_what_its_text_was_written_with()
    {
        var made = (await _authoring.CreateAsync(_alice, _written, null, agreed: true, default))!;
        var runs = new RunStore(Tables, _stage.Get<PersonSeal>());
        var now = DateTimeOffset.UtcNow;
        var run = new RunState(
            RunId.Of(made.Id, "hand"), _alice.Subject, "", ContentHash.Of(_written), made.Home, OccasionKind.Hand, now, now, RunStatus.Running);
        await runs.AddAsync(run, default);

        var before = await Gate(runs).JudgeAsync(_alice, run.Id, default);
        _payroll.Readers.Clear();
        var demoted = await Gate(runs).JudgeAsync(_alice, run.Id, default);
        await _store.ParkAsync(made.Id, RunReasons.TextLocked, default);
        var parked = await Gate(runs).StillParkedAsync(_alice, (await _store.FindAsync(made.Id, default))!, default);
        _payroll.Readers.Add(_alice.Subject.Id);
        var back = await Gate(runs).StillParkedAsync(_alice, (await _store.FindAsync(made.Id, default))!, default);

        Assert.IsType<RunVerdict.Good>(before);
        Assert.Equal(new RunVerdict.Lost(RunReasons.TextLocked), demoted);
        Assert.Equal((RunReasons.TextLocked, null), (parked, back));
        Assert.Contains("locked", RunReasons.Sentence(RunReasons.TextLocked), StringComparison.Ordinal);
    }

    private RunGate Gate(RunStore runs) => new(
        runs, _store, _stage.Get<ThreadStore>(), new(new([]), new(Tables, TimeProvider.System), _stage.Get<DelegatedTokens>(), _store), Visibility());

    /// <summary>New each time, because a statement about a person is remembered with their confirmation.</summary>
    private AnswerVisibility Visibility() => new(_stage.Get<PersonSeal>(), _stage.Get<ShareStore>(), new Rights([_payroll]));

    private sealed class Payroll : IRights
    {
        public const string Name = "payroll";

        public HashSet<SubjectId> Readers { get; } = [];

        public string Source => Name;

        public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
            Task.FromResult<IHeldRights?>(Readers.Contains(viewer.Subject.Id) ? new Held() : null);

        private sealed class Held : IHeldRights
        {
            public bool Cover(Touched touched, bool isAsker) => true;
        }
    }
}
