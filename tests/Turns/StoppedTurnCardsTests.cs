using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Tools;
using Onbehalf.Turns;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Turns;

/// <summary>A yes and a stop at the same moment.</summary>
public sealed class StoppedTurnCardsTests : IAsyncLifetime
{
    private const string Hash = "hash";

    private Stage _stage = null!;
    private Subject _bob = null!;
    private TurnStore _turns = null!;
    private CallDecisions _decisions = null!;
    private StoppedTurnCards _cards = null!;
    private TurnState _turn = null!;
    private CallId _call;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        await _stage.Get<Storage.Tables>().Turns.CreateIfNotExistsAsync();
        _bob = _stage.People.Person("Bob");
        var (cache, time, log, inbox, audit) = (_stage.Get<TurnCache>(), TimeProvider.System, _stage.Get<EventLog>(), _stage.Get<InboxItems>(), _stage.Get<AuditTrail>());
        _turns = new(_stage.Get<Storage.Tables>(), _stage.Get<PersonSeal>(), cache);
        _decisions = new(_stage.Get<Authorities>(), _turns, audit, inbox, time);
        _cards = new(_turns, new(log, inbox, cache, _stage.Get<Pulses>(), time), audit, time);
        var asking = await _stage.SayAsync(_bob, await _stage.ThreadAsync(_bob), "change it");
        _turn = await _turns.BeginAsync(new(asking.Turn!.Value, asking.Turn.Value.Thread, asking.Id, _bob, TurnStatus.Running, time.GetUtcNow()), time.GetUtcNow(), default);
        _call = CallId.Of(_turn.Id, 0, 0);
        var pending = new PendingConfirmation(_call.Value, Hash, new("Change", "deals", "all", [], [], "digest"), time.GetUtcNow().AddMinutes(10), ConfirmationDecision.Open);
        await _turns.AskAsync(_turn, pending, new(_call.Value, "change_data", "deals", StepStatus.Waiting, time.GetUtcNow()), default);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Law_6_a_yes_after_the_stop_is_refused_and_the_step_says_stopped()
    {
        await _cards.WithdrawAsync((await _turns.WithStepsAsync(_turn.Id, default))!, default);

        var late = await ApproveAsync();
        await _cards.CloseAsync(_turn, default);

        Assert.Equal(RefusedDecision.AlreadyDecided, Assert.IsType<CallDecided.Refused>(late).Why);
        Assert.Null(await NotMadeAsync());
        Assert.Equal(("stopped", StepStatus.Stopped), (await ToldAsync(), await StepOfStoppedAsync()));
    }

    [Fact]
    public async Task Law_7_a_yes_before_the_stop_whose_call_did_not_run_is_on_record_as_not_made()
    {
        Assert.IsType<CallDecided.Recorded>(await ApproveAsync());
        await _cards.WithdrawAsync((await _turns.WithStepsAsync(_turn.Id, default))!, default);

        await _cards.CloseAsync(_turn, default);
        await _cards.CloseAsync(_turn, default);

        var entry = Assert.IsType<AuditRecord>(await NotMadeAsync()).Entry;
        Assert.Equal((AuditDecision.Denied, "stopped", _turn.Id.Value), (entry.Decision, entry.Reason, entry.TurnId));
        Assert.Equal(("stopped", StepStatus.Stopped), (await ToldAsync(), await StepOfStoppedAsync()));
    }

    [Fact]
    public async Task Of_a_yes_and_a_stop_at_once_one_wins_and_the_record_agrees_with_the_answer()
    {
        var yes = ApproveAsync();
        await _cards.CloseAsync(_turn, default);

        var isApproved = await yes is CallDecided.Recorded;
        Assert.Equal(isApproved, await NotMadeAsync() is not null);
    }

    private Task<CallDecided> ApproveAsync() =>
        _decisions.DecideAsync(new Caller(_bob, CallerProof.BrowserSession), _turn, _call.Value, approve: true, Hash, ask: null, default);

    private Task<AuditRecord?> NotMadeAsync() => _stage.Get<AuditTrail>().FindRecordAsync(_bob.Id, $"{_call}.stopped", default);

    private async Task<string?> ToldAsync()
    {
        var page = await _stage.Get<EventLog>().ReadAsync(_turn.Thread, 0, _bob.Id, default);
        var step = page.Events.Last(static one => one.Event.Kind is ThreadEventKind.Step).Event.Body!;
        return System.Text.Json.JsonDocument.Parse(step).RootElement.GetProperty("status").GetString();
    }

    private async Task<StepStatus> StepOfStoppedAsync()
    {
        await _stage.Get<Storage.Tables>().Turns.UpsertEntityAsync(TurnRows.Of(_turn with { Status = TurnStatus.Stopped }));
        return (await _turns.WithStepsAsync(_turn.Id, default))!.Steps.Single().Status;
    }
}
