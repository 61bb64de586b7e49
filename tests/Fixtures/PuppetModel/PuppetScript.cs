namespace Onbehalf.Tests.Fixtures.PuppetModel;

/// <summary>Lines said one after the other to the requests that match; <see cref="Always"/> has no end.</summary>
internal sealed class PuppetScript(Func<PuppetRequest, bool> matches)
{
    private readonly Lock door = new();
    private readonly Queue<Func<PuppetRequest, PuppetLine>> lines = [];
    private Func<PuppetRequest, PuppetLine>? always;

    public PuppetScript Reply(params PuppetLine[] said)
    {
        lock (door)
        {
            foreach (var line in said)
            {
                lines.Enqueue(_ => line);
            }
        }

        return this;
    }

    public PuppetScript Reply(Func<PuppetRequest, PuppetLine> line)
    {
        lock (door)
        {
            lines.Enqueue(line);
        }

        return this;
    }

    public PuppetScript Always(PuppetLine line) => Always(_ => line);

    public PuppetScript Always(Func<PuppetRequest, PuppetLine> line)
    {
        lock (door)
        {
            always = line;
        }

        return this;
    }

    public PuppetLine? Next(PuppetRequest request)
    {
        if (!matches(request))
        {
            return null;
        }

        lock (door)
        {
            return (lines.TryDequeue(out var next) ? next : always)?.Invoke(request);
        }
    }
}
