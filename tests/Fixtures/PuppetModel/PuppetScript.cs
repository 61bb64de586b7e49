namespace Onbehalf.Tests.Fixtures.PuppetModel;

/// <summary>Lines said one after the other to the requests that match; <see cref="Always"/> has no end.</summary>
internal sealed class PuppetScript(Func<PuppetRequest, bool> matches)
{
    private readonly Lock _door = new();
    private readonly Queue<Func<PuppetRequest, PuppetLine>> _lines = [];
    private Func<PuppetRequest, PuppetLine>? _always;

    public PuppetScript Reply(params PuppetLine[] said)
    {
        lock (_door)
        {
            foreach (var line in said)
            {
                _lines.Enqueue(_ => line);
            }
        }

        return this;
    }

    public PuppetScript Reply(Func<PuppetRequest, PuppetLine> line)
    {
        lock (_door)
        {
            _lines.Enqueue(line);
        }

        return this;
    }

    public PuppetScript Always(PuppetLine line) => Always(_ => line);

    public PuppetScript Always(Func<PuppetRequest, PuppetLine> line)
    {
        lock (_door)
        {
            _always = line;
        }

        return this;
    }

    public PuppetLine? Next(PuppetRequest request)
    {
        if (!matches(request))
        {
            return null;
        }

        lock (_door)
        {
            return (_lines.TryDequeue(out var next) ? next : _always)?.Invoke(request);
        }
    }
}
