namespace Onbehalf.Automations;

/// <summary>
/// Who goes first when much is due: one of each person in turn, each person's oldest first, and of nobody more than their share. What is
/// left over stays due and comes in the minutes after, so that nobody's number of automations makes another's late.
/// </summary>
public static class FairOrder
{
    public static IEnumerable<DueEntry> Of(IEnumerable<DueEntry> due, int mostOfOne)
    {
        var people = due.GroupBy(static d => d.Author)
            .Select(person => person.OrderBy(static d => d.At).ThenBy(static d => d.Automation.Value, StringComparer.Ordinal).Take(mostOfOne).ToArray())
            .OrderBy(static own => own[0].At)
            .ThenBy(static own => own[0].Author.Value, StringComparer.Ordinal)
            .ToArray();
        for (var turn = 0; turn < mostOfOne; turn++)
        {
            var any = false;
            foreach (var own in people)
            {
                if (turn >= own.Length)
                    continue;
                any = true;
                yield return own[turn];
            }

            if (!any)
                yield break;
        }
    }
}
