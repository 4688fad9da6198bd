namespace Personalization.Sidecar.Resiliency;

/// <summary>
/// One target's breaker. Closed: counts and trips by its expression. Open: refuses for <paramref name="timeout"/>. Half-open: lets
/// <paramref name="maxRequests"/> calls through; that many successes close it, one failure opens it again.
/// </summary>
/// <param name="maxRequests">Calls let through while half-open; at least 1.</param>
/// <param name="interval">While closed, counts are cleared this often; zero: never.</param>
/// <param name="timeout">How long it stays open.</param>
/// <param name="trip">When it trips.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(int maxRequests, TimeSpan interval, TimeSpan timeout, TripExpression trip, TimeProvider time)
{
    private readonly Lock _gate = new();
    private State _state;
    private int _generation;
    private BreakerCounts _counts;
    private DateTimeOffset? _expiry = interval > TimeSpan.Zero ? time.GetUtcNow() + interval : null;

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    /// <summary>True while calls are refused.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _state == State.Open;
            }
        }
    }

    /// <summary>daprd's word for the state now.</summary>
    public string StateName
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _state switch
                {
                    State.Open => "open",
                    State.HalfOpen => "half-open",
                    _ => "closed",
                };
            }
        }
    }

    /// <exception cref="CircuitOpenException">Open, or half-open and full.</exception>
    public Admission Enter()
    {
        lock (_gate)
        {
            Advance();
            if (_state == State.Open || (_state == State.HalfOpen && _counts.Requests >= maxRequests))
            {
                throw new CircuitOpenException();
            }

            _counts = _counts with { Requests = _counts.Requests + 1 };
            return new Admission(this, _generation);
        }
    }

    private void Report(int generation, bool success)
    {
        lock (_gate)
        {
            Advance();
            if (generation != _generation)
            {
                return;
            }

            _counts = success ? _counts.Succeeded() : _counts.Failed();
            if (_state == State.HalfOpen)
            {
                if (!success)
                {
                    Become(State.Open);
                }
                else if (_counts.ConsecutiveSuccesses >= maxRequests)
                {
                    Become(State.Closed);
                }
            }
            else if (!success && trip.Holds(_counts))
            {
                Become(State.Open);
            }
        }
    }

    private void Advance()
    {
        if (_expiry is not { } expiry || time.GetUtcNow() < expiry)
        {
            return;
        }

        Become(_state == State.Open ? State.HalfOpen : State.Closed);
    }

    private void Become(State state)
    {
        _state = state;
        _generation++;
        _counts = default;
        _expiry = state switch
        {
            State.Open => time.GetUtcNow() + timeout,
            State.Closed when interval > TimeSpan.Zero => time.GetUtcNow() + interval,
            _ => null,
        };
    }

    /// <summary>A call let through; it must report how it went.</summary>
    internal readonly struct Admission(CircuitBreaker breaker, int generation)
    {
        public void Report(bool success) => breaker.Report(generation, success);
    }
}
