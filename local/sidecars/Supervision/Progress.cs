namespace Onbehalf.Sidecars.Supervision;

/// <summary>The supervisor's progress messages. Each app receives all since the start, and later ones as they occur.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private readonly List<string> _steps = [];
    private readonly List<Action<string>> _listeners = [];
    private string? _outcome;

    public void Step(string text) => Say("step " + text);

    public void Ready() => Say("ready");

    public void Failed(string text) => Say("failed " + text.ReplaceLineEndings(" "));

    public Action Listen(Action<string> listener)
    {
        lock (_gate)
        {
            if (_outcome is null)
                _steps.ForEach(listener);
            else
                listener(_outcome);
            _listeners.Add(listener);
        }

        return () =>
        {
            lock (_gate)
                _listeners.Remove(listener);
        };
    }

    private void Say(string line)
    {
        lock (_gate)
        {
            if (line.StartsWith("step ", StringComparison.Ordinal))
                _steps.Add(line);
            else
                _outcome = line;
            _listeners.ForEach(listener => listener(line));
        }
    }
}
