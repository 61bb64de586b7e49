using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner;

/// <summary>
/// Decides one model call from the request alone: describe the data if it is unknown, put one query, say what came of it. A turn
/// therefore takes three calls, or two when the conversation already describes the data.
/// </summary>
internal static class NextStep
{
    public static ChatAnswer For(ChatRequest request, DateOnly today)
    {
        var asked = Asked.From(request, today);
        if (ConnectionCheck.IsAsked(asked))
        {
            return ConnectionCheck.Next(asked);
        }

        if (asked.IsTooLong)
        {
            return Say.Text("I am the demo planner, and that is longer than any question I understand.");
        }

        if (SmallTalk.Answer(asked) is { } friendly)
        {
            return Say.Text(friendly);
        }

        if (TaskWords.IsAsked(asked.Text))
        {
            return TaskWords.Next(asked);
        }

        if (WikiLookUp.IsAsked(asked))
        {
            return WikiLookUp.Next(asked);
        }

        if (PageQuestion.IsAsked(asked) || PageDraft.IsAsked(asked))
        {
            return PageQuestion.IsAsked(asked) ? PageQuestion.Next(asked) : PageDraft.Next(asked);
        }

        if (MemoryTalk.IsAsked(asked.Text))
        {
            return MemoryTalk.Next(asked);
        }

        if (asked.Schema.Tables.IsEmpty && asked.Answer("describe_data") is null && asked.Offers("describe_data"))
        {
            return Say.Describe();
        }

        return SmallTalk.AsksForHelp(asked.Text) ? Say.Text(SmallTalk.HelpText(asked.Schema))
            : SqlCommand.IsAsked(asked.Text) ? SqlCommand.Next(asked)
            : Automate.IsAsked(asked.Text) ? Automate.Next(asked)
            : Change.IsAsked(asked.Text) ? ChangeStep(asked)
            : QueryStep(asked);
    }

    /// <summary>What everybody in the conversation may see is known from its start; the rest of what the speaker may see can be asked for, once.</summary>
    private static bool MayDescribe(Asked asked) => asked.Answer("describe_data") is null && asked.Answer("query_data") is null && asked.Offers("describe_data");

    private static ChatAnswer ChangeStep(Asked asked) =>
        !asked.Offers("change_data") ? Say.Text("There is nothing that you may change through me.")
        : Change.Read(asked) is { } change ? change.Next(asked)
        : MayDescribe(asked) ? Say.Describe()
        : Say.Text("I could not find that among what you may change.");

    private static ChatAnswer QueryStep(Asked asked)
    {
        if (FollowUp.Resolve(asked) is not { } question)
        {
            return Say.Text(SmallTalk.NotUnderstood(asked.Schema));
        }

        var plan = new QueryPlanner(asked.Schema, asked.Speaker).Plan(question);
        if (plan is not Planning.Ready { Query.IsKnown: true } && MayDescribe(asked))
        {
            return Say.Describe();
        }

        return plan switch
        {
            Planning.Unclear unclear => Say.Text($"{unclear.Sentence} {(asked.Schema.Tables.IsEmpty ? "" : Examples.Sentence(asked.Schema))}".TrimEnd()),
            Planning.Ready { Query: var query } => asked.Answer("query_data") is { } result
                ? Say.Text(PlainAnswer.To(query, result.Text, asked.Schema))
                : asked.Offers("query_data") ? Say.Query(query.Source, query.Sql) : Say.Text("I have no way to read data for you just now."),
            _ => throw new InvalidOperationException("A plan is ready or unclear."),
        };
    }
}
