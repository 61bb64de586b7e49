namespace Onbehalf.Evidence;

/// <summary>What one person may see of one source at one moment.</summary>
public interface IHeldRights
{
    /// <summary>
    /// At least the access that this piece touched. <paramref name="isAsker"/>: the person is the one who learned it, so rules that depend on
    /// who asks say the same.
    /// </summary>
    bool Cover(Touched touched, bool isAsker);

    /// <summary>The same, for a source that looks each piece up.</summary>
    ValueTask<bool> CoverAsync(Touched touched, bool isAsker, CancellationToken cancellation) => ValueTask.FromResult(Cover(touched, isAsker));
}
