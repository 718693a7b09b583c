using System.Collections.Immutable;

namespace Dom0Iptables.Reporting;

/// <summary>Keeps what has been reported of each step, from whichever thread.</summary>
/// <param name="time">The clock that steps are timed by.</param>
public sealed class StepBoard(TimeProvider time)
{
    // Steps that run beside each other report from flows of their own.
    private static readonly AsyncLocal<string?> Current = new();

    private readonly Lock gate = new();
    private readonly List<string> order = [];
    private readonly Dictionary<string, StepStatus> steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> begun = new(StringComparer.Ordinal);

    /// <summary>The step that the calling flow works for, or null.</summary>
    public string? Here => Current.Value is { } step && this[step]?.State == StepState.Running ? step : null;

    /// <summary>All steps, those that were planned in their order and then those that came unplanned.</summary>
    public ImmutableArray<StepStatus> Steps
    {
        get
        {
            lock (gate)
            {
                return [.. order.Select(Now)];
            }
        }
    }

    /// <summary>What is known of a step, or null.</summary>
    public StepStatus? this[string step]
    {
        get
        {
            lock (gate)
            {
                return steps.ContainsKey(step) ? Now(step) : null;
            }
        }
    }

    /// <summary>Takes up the steps that are to come.</summary>
    public void Plan(ImmutableArray<string> planned)
    {
        lock (gate)
        {
            foreach (var step in planned)
            {
                Know(step);
            }
        }
    }

    /// <summary>A step begins in the flow that calls, or that flow goes on with one that has begun. One that has ended stays as it is.</summary>
    /// <returns>Whether it begins now.</returns>
    public bool Begin(string step)
    {
        lock (gate)
        {
            Know(step);
            var isNew = steps[step].State == StepState.Waiting;
            if (isNew)
            {
                begun[step] = time.GetTimestamp();
                steps[step] = steps[step] with { State = StepState.Running };
            }

            if (steps[step].State == StepState.Running)
            {
                Current.Value = step;
            }

            return isNew;
        }
    }

    /// <summary>A step has ended. What has ended already stays as it is.</summary>
    /// <returns>Whether it ends now.</returns>
    public bool End(string step, StepState state)
    {
        lock (gate)
        {
            Know(step);
            if (steps[step].State is not (StepState.Waiting or StepState.Running))
            {
                return false;
            }

            steps[step] = Now(step) with { State = state, Fraction = null };
            return true;
        }
    }

    /// <summary>Something moves in the step that the flow works for; where that is not known, in the last that began.</summary>
    public void Progress(string said, double? fraction)
    {
        lock (gate)
        {
            if ((Here ?? begun.OrderBy(pair => pair.Value).Select(pair => pair.Key).LastOrDefault(step => steps[step].State == StepState.Running)) is { } step)
            {
                steps[step] = steps[step] with { Said = said, Fraction = fraction ?? steps[step].Fraction };
            }
        }
    }

    private void Know(string step)
    {
        if (steps.TryAdd(step, new StepStatus(step, StepState.Waiting, TimeSpan.Zero, null, "")))
        {
            order.Add(step);
        }
    }

    private StepStatus Now(string step) =>
        steps[step].State == StepState.Running ? steps[step] with { Elapsed = time.GetElapsedTime(begun[step]) } : steps[step];
}
