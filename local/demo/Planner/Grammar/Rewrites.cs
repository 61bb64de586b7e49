using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Several ways to say one thing, put into the grammar's own words; and the polite words before a question, taken off.</summary>
internal static class Rewrites
{
    public const string Sorted = "sortedby";

    private static readonly ImmutableArray<(string[] Said, string[] Meant)> Known =
    [
        .. Read(
            """
            how much=total
            total number of=number of
            total count of=number of
            in total=
            in the company=
            in our company=
            in all=
            at all=
            so far=
            right now=
            at the moment=
            as of today=
            headcount=number of employees
            head count=number of employees
            staff=employees
            people=employees
            colleagues=employees
            coworkers=employees
            workforce=employees
            workers=employees
            who works=list employees
            who joined=list employees joined
            who was hired=list employees hired
            who got hired=list employees hired
            who spent=who total expenses
            who spends=who total expenses
            payroll=salary
            wages=salary
            wage=salary
            pay=salary
            earnings=salary
            earns=salary
            earn=salary
            earning=salary
            earned=salary
            highest paid=largest
            best paid=largest
            lowest paid=smallest
            worst paid=smallest
            earners=employees by salary
            top earner=largest employee
            spenders=employees by total expenses
            spend the most=has total expenses most
            spends the most=has total expenses most
            spent the most=has total expenses most
            most valuable=largest
            least valuable=smallest
            exceeding=over
            making=salary
            make more than=salary more than
            makes more than=salary more than
            make less than=salary less than
            makes less than=salary less than
            new hires=employees hired
            hires=employees hired
            did we hire=were hired
            who owns=who has
            did i win=my won
            i won=my won
            i have won=my won
            have i won=my won
            did i lose=my lost
            i lost=my lost
            i have lost=my lost
            have i lost=my lost
            did i close=my closed
            i closed=my closed
            i have closed=my closed
            have i closed=my closed
            did i spend=my expenses
            did i spend on=my expenses on
            i spent=my expenses
            i spent on=my expenses on
            have i spent=my expenses
            have i spent on=my expenses on
            my own=my
            named=with name
            called=with name
            deal pipeline=deal_pipeline
            sales pipeline=open deals
            pipeline=open deals
            clients=customers
            client=customer
            opportunities=deals
            opportunity=deal
            spending=expenses
            spend=expenses
            spent on=expenses on
            waiting for approval=submitted
            awaiting approval=submitted
            pending approval=submitted
            to be approved=submitted
            to approve=submitted
            not yet approved=submitted
            unresolved=open
            unsolved=open
            ongoing=open
            resolved=closed
            solved=closed
            unpaid=not paid
            unassigned=without assignee
            monthly=by month
            yearly=by year
            annually=by year
            daily=by day
            quarterly=by quarter
            weekly=by week
            for each=by
            for every=by
            in each=by
            in every=by
            by each=by
            by every=by
            broken down by=by
            break down by=by
            break it down by=by
            break that down by=by
            breakdown by=by
            grouped by=by
            group by=by
            group it by=by
            group that by=by
            group them by=by
            split by=by
            split it by=by
            split that by=by
            sort by=sortedby
            sorted by=sortedby
            order by=sortedby
            ordered by=sortedby
            ranked by=sortedby
            rank by=sortedby
            sort it by=sortedby
            sort that by=sortedby
            sort them by=sortedby
            highest first=sortedby highest
            largest first=sortedby highest
            biggest first=sortedby highest
            descending=sortedby highest
            lowest first=sortedby lowest
            smallest first=sortedby lowest
            ascending=sortedby lowest
            newest first=sortedby latest
            latest first=sortedby latest
            oldest first=sortedby oldest
            most recent=latest
            most expensive=highest
            cheapest=lowest
            greatest=highest
            assigned to me=my
            owned by me=my
            submitted by me=my
            filed by me=my
            belonging to me=my
            of mine=my
            that i own=my
            i own=my
            that i have=my
            i am responsible for=my
            do i have=my
            have i got=my
            i have=my
            are mine=my
            my team members=employees of my team
            my direct reports=my team
            reporting to me=my team
            assigned to=for
            owned by=for
            submitted by=for
            filed by=for
            belonging to=for
            this year to date=this year
            year to date=this year
            ytd=this year
            with no=without
            have no=without
            has no=without
            do not have=without
            does not have=without
            without any=without
            that have no=without
            who have no=without
            having no=without
            that have a=with a
            that have an=with an
            who have a=with a
            who have an=with an
            lacking=without
            as a bar chart=aschart
            as a line chart=aschart
            as a chart=aschart
            as bar chart=aschart
            as chart=aschart
            as a graph=aschart
            as a diagram=aschart
            in a chart=aschart
            on a chart=aschart
            bar chart=aschart
            line chart=aschart
            chart of=aschart
            graph of=aschart
            plot of=aschart
            chart=aschart
            graph=aschart
            plot=aschart
            visualize=aschart
            visualise=aschart
            as a table=astable
            as table=astable
            as a csv file=ascsv
            as a csv=ascsv
            as csv=ascsv
            to csv=ascsv
            csv of=ascsv
            csv file of=ascsv
            csv=ascsv
            export=ascsv
            download=ascsv
            other than=not
            except for=not
            except=not
            excluding=not
            but not=not
            exclude=not
            leave out=not
            leaving out=not
            ignore=not
            ignoring=not
            omit=not
            omitting=not
            outside=not in
            outside of=not in
            neither=not
            nor=or
            """),
    ];

    private static readonly ImmutableArray<string[]> Polite =
    [
        .. new[]
        {
            "please", "ok", "okay", "so", "and", "but", "then", "now", "hey", "hi", "can you", "could you", "would you", "will you", "can i see", "can i get", "can i have", "could i see", "could i get", "may i see", "i want to see",
            "i want to know", "i want", "i need", "i would like to see", "i would like to know", "i would like", "i d like to see", "i d like", "i like to see", "let me see", "let me know", "do you know", "show me", "give me", "tell me", "get me", "find me", "send me",
            "let us see", "show us", "give us", "tell us",
        }.Select(static words => words.Split(' ')).OrderByDescending(static words => words.Length),
    ];

    private static readonly string[] Asking = ["show", "give", "see", "want", "need", "have", "get", "find", "send"];

    /// <summary>Whether a question begins with a wish to see something: "show me", "can I get".</summary>
    public static bool IsWish(IReadOnlyList<string> typed)
    {
        var polite = AfterPoliteness(typed);
        return typed.Take(polite).Any(static word => Asking.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The question in the grammar's words, and what was typed for a single word that took the place of others.</summary>
    public static (List<string> Words, ImmutableDictionary<string, string> Typed) Of(IReadOnlyList<string> typed)
    {
        var start = AfterPoliteness(typed);
        var words = new List<string>();
        var said = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var at = start; at < typed.Count;)
        {
            if (Find(typed, at, isFirst: at == start) is not { } known)
            {
                words.Add(typed[at++]);
                continue;
            }

            words.AddRange(known.Meant);
            if (known.Meant.Length == 1)
                said[known.Meant[0]] = string.Join(' ', typed.Skip(at).Take(known.Said.Length));
            at += known.Said.Length;
        }

        SortAtTheEnd(words);
        ReadNumbers(words);
        return (words, said.ToImmutable());
    }

    /// <summary>"sort employees by salary" is "employees sorted by salary".</summary>
    private static void SortAtTheEnd(List<string> words)
    {
        if (words.Count == 0 || words[0].ToLowerInvariant() is not ("sort" or "order" or "rank") || words.FindIndex(Keywords.IsBy) is not (> 1 and var by))
            return;
        words[by] = Sorted;
        words.RemoveAt(0);
    }

    private static int AfterPoliteness(IReadOnlyList<string> typed)
    {
        var start = 0;
        while (Polite.FirstOrDefault(words => start + words.Length <= typed.Count && Matches(typed, start, words)) is { } polite)
            start += polite.Length;
        return start;
    }

    /// <summary>"1.5 million", "1000 or more", "the last 5 tickets".</summary>
    private static void ReadNumbers(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (Numbers.Read(words[at]) is null)
                continue;
            var next = at + 1 < words.Count ? words[at + 1].ToLowerInvariant() : "";
            if (next is "million" or "thousand")
            {
                words[at] += next[..1] == "m" ? "m" : "k";
                words.RemoveAt(at + 1);
            }

            if (at + 2 < words.Count && Tokens.Is(words[at + 1], "or") && words[at + 2].ToLowerInvariant() is "more" or "above" or "higher" or "less" or "below" or "fewer" or "lower")
            {
                var isLeast = words[at + 2].ToLowerInvariant() is "more" or "above" or "higher";
                words.RemoveRange(at + 1, 2);
                words.InsertRange(at, ["at", isLeast ? "least" : "most"]);
                at += 2;
            }
            else if (at > 0 && at + 1 < words.Count && Tokens.Is(words[at - 1], "last") && !PeriodReader.IsUnit(words[at + 1]))
            {
                words[at - 1] = "latest";
            }
        }
    }

    private static (string[] Said, string[] Meant)? Find(IReadOnlyList<string> typed, int at, bool isFirst)
    {
        (string[] Said, string[] Meant)? longest = null;
        foreach (var known in Known)
        {
            if (at + known.Said.Length <= typed.Count && known.Said.Length > (longest?.Said.Length ?? 0) && (isFirst || !IsWhole(known)) && Matches(typed, at, known.Said))
                longest = known;
        }

        return longest;
    }

    /// <summary>"who joined" is about employees at the start of a question; in "customers who joined" it is not.</summary>
    private static bool IsWhole((string[] Said, string[] Meant) known) => known is { Said: ["who", ..], Meant: ["list" or "who", ..] };

    private static bool Matches(IReadOnlyList<string> typed, int at, string[] words)
    {
        for (var place = 0; place < words.Length; place++)
        {
            if (!Tokens.Is(typed[at + place], words[place]))
                return false;
        }

        return true;
    }

    private static IEnumerable<(string[] Said, string[] Meant)> Read(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line =>
    {
        var parts = line.Split('=');
        return (parts[0].Split(' '), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    });
}
