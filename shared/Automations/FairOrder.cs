namespace Onbehalf.Automations;

/// <summary>
/// Orders due automations fairly: round robin over their authors, each author's oldest first, up to a maximum per author. The rest stay due for the
/// following minutes. So one person's many automations do not delay another person's.
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
