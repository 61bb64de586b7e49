using Onbehalf.Demo.Planner.Artifacts;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner;

/// <summary>
/// Decides one model call from the request alone: describe the data if unknown, look up words that can be values, run one query, then
/// report the result. A turn takes two to five calls.
/// </summary>
internal static class NextStep
{
    private const int LongestQuoted = 80;

    public static ChatAnswer For(ChatRequest request, DateOnly today)
    {
        var asked = Asked.From(request, today);
        if (ConnectionCheck.IsAsked(asked))
            return ConnectionCheck.Next(asked);
        return asked.IsTooLong ? Say.Text("I am the demo planner, and that is longer than any question I understand.")
            : BesideData(asked) is { } answer ? answer
            : asked.Schema.Tables.IsEmpty && asked.Answer("describe_data") is null && asked.Offers("describe_data") ? Say.Describe()
            : OfData(asked);
    }

    /// <summary>Handles requests about people, artifacts, tasks, pages or memory. Null for all others.</summary>
    private static ChatAnswer? BesideData(Asked asked) =>
        SmallTalk.Answer(asked) is { } friendly ? Say.Text(friendly)
        : ArtifactTalk.Wish(asked) is { } wish ? ArtifactTalk.Next(asked, wish)
        : TaskWords.IsAsked(asked.Text) ? TaskWords.Next(asked)
        : WikiLookUp.IsAsked(asked) ? WikiLookUp.Next(asked)
        : PageQuestion.IsAsked(asked) ? PageQuestion.Next(asked)
        : PageDraft.IsAsked(asked) ? PageDraft.Next(asked)
        : MemoryTalk.IsAsked(asked.Text) ? MemoryTalk.Next(asked)
        : null;

    private static ChatAnswer OfData(Asked asked) =>
        SmallTalk.AsksForHelp(asked.Text) ? Suggestions.After(SmallTalk.HelpText(asked), asked)
        : SqlCommand.IsAsked(asked.Text) ? SqlCommand.Next(asked)
        : Automate.IsAsked(asked.Text) ? Automate.Next(asked)
        : Change.IsAsked(asked.Text) ? ChangeStep(asked)
        : QueryStep(asked);

    private static ChatAnswer ChangeStep(Asked asked) =>
        !asked.Offers("change_data") ? Say.Text("There is nothing that you may change through me.")
        : Change.Read(asked) is { } change ? change.Next(asked)
        : asked.MayDescribe ? Say.Describe()
        : Say.Text("I could not find that among what you may change.");

    private static ChatAnswer QueryStep(Asked asked)
    {
        if (Planned.Of(asked) is not { Question: not null, Plan: { } plan })
            return asked.MayDescribe ? Say.Describe() : Suggestions.After(SmallTalk.NotUnderstood([Quoted(asked.Text)]), asked);

        if (plan is not (Planning.Ready { Query.IsKnown: true } or Planning.LookUp) && asked.MayDescribe)
            return Say.Describe();

        return plan switch
        {
            Planning.Unclear unclear => Suggestions.After($"{char.ToUpperInvariant(unclear.Sentence[0])}{unclear.Sentence[1..]}", asked),
            Planning.Unread unread => Suggestions.After(SmallTalk.NotUnderstood(unread.Words), asked),
            _ when !asked.Offers("query_data") => Say.Text("I have no way to read data for you just now."),
            Planning.LookUp look => Say.LookUp((look.Source, look.Sql)),
            Planning.Ready { Query: var query } => asked.Answer("query_data") is not { } result ? Put(query)
                : PlainAnswer.IsNotFound(result.Text) ? Suggestions.After(PlainAnswer.To(query, result.Text), asked)
                : Say.Text(PlainAnswer.To(query, result.Text)),
            _ => throw new InvalidOperationException("A plan is ready, unclear, unread or looks something up."),
        };
    }

    private static ChatAnswer Put(PlannedQuery query) =>
        query.Presentation is Presentation.Chart ? Say.Chart(query.Source, query.Sql) : Say.Query(query.Source, query.Sql);

    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim().TrimEnd('?', '.', '!');
        return line.Length > LongestQuoted ? $"{line[..LongestQuoted]}…" : line;
    }
}
