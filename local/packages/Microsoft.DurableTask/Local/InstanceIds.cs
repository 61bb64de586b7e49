namespace Microsoft.DurableTask.Local;

internal static class InstanceIds
{
    private const int MaxLength = 256;

    /// <summary>An instance id is a partition key, and those do not hold everything.</summary>
    public static string Valid(string id)
    {
        if (id.Length is 0 or > MaxLength || id.AsSpan().IndexOfAny(@"/\#?") >= 0 || id.Any(char.IsControl))
            throw new ArgumentException($"An instance id has 1 to {MaxLength} characters and none of / \\ # ? or control characters.", nameof(id));
        return id;
    }
}
