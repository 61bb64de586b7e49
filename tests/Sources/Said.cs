using System.Text.Json;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

internal static class Said
{
    /// <summary>Everything of an outcome that reaches the model or the person.</summary>
    public static string Of(QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.Rows(var table, _) => JsonSerializer.Serialize(new { table.Columns, table.Rows, table.Truncated }),
        QueryOutcome.Refused(var code, var text, _) => $"{code}: {text}",
        QueryOutcome.Failed(var code, var text, _) => $"{code}: {text}",
        _ => throw new InvalidOperationException(),
    };
}
